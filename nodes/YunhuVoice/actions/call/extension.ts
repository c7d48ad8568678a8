import type { INodeProperties } from 'n8n-workflow';
import { succeed } from '../../shared/result';
import { extensionParameter } from '../locators';
import { textOptions } from '../parameters';
import type { Party } from './parties';
import type { ReadFields } from './place';
import { MATURITY } from './placeProperties';

/*
 * What the operations share whose call an extension takes part in.
 */

/** The provider's form field of an extension. */
export const EXTENSION_FIELD = 'extnumber';

/** The agent's extension. */
export const AGENT: Party = { key: 'extension', field: EXTENSION_FIELD, read: extensionParameter };

const EMPLOYEE_ID: INodeProperties = {
	displayName: 'Employee ID',
	name: 'employeeId',
	type: 'string',
	default: '',
	description:
		'Text of your own that says which agent this is, such as E1024; comes back in the call record',
};

const MEMBER_ID: INodeProperties = {
	displayName: 'Member ID',
	name: 'memberId',
	type: 'string',
	default: '',
	description:
		'Text of your own that says which customer this is, such as C20488; comes back in the call record',
};

/** The texts that come back in the call record, by the provider's fields. */
export const RECORD_TEXTS = { userid: EMPLOYEE_ID, memberid: MEMBER_ID };

export const AGENT_OPTIONS: INodeProperties[] = Object.values(RECORD_TEXTS);

/** Reads the texts that come back in the call record, as far as they are filled in. */
export const readAgentFields: ReadFields = (_context, _index, options) =>
	succeed(textOptions(options, { chengshudu: MATURITY, ...RECORD_TEXTS }));
