import { call } from './call';
import { callRecord } from './callRecord';
import { callerId } from './callerId';
import { campaign } from './campaign';
import { extension } from './extension';
import { extensionGroup } from './extensionGroup';
import type { Operation } from './operation';
import { recording } from './recording';
import { service } from './service';
import { session } from './session';

/** Every resource of the node, in the order of the Resource dropdown. */
export const resources = [
	call,
	callRecord,
	callerId,
	campaign,
	extension,
	extensionGroup,
	recording,
	service,
	session,
];

/** The operation that a node is set to, or nothing where there is none of these names. */
export const findOperation = (resource: string, operation: string): Operation | undefined =>
	resources
		.find(({ entry }) => entry.value === resource)
		?.operations.find(({ entry }) => entry.value === operation);
