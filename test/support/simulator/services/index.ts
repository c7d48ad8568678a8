/** All services that the simulator knows, and what holds for each of them. */

import { interfaceError, type Answer } from '../answers';
import type { Service, World } from '../world';
import { auth, LOGIN } from './auth';
import { call } from './call';
import { campaign } from './campaign';
import { campaignList } from './campaignList';
import { cdr } from './cdr';
import { extension } from './extension';
import { extgroup } from './extgroup';

export const SERVICES: ReadonlyMap<string, Service> = new Map(
	Object.entries({
		...auth,
		...call,
		...cdr,
		...extgroup,
		...extension,
		...campaign,
		...campaignList,
	}),
);

/** Serves a request that passed the checks. */
export function serve(name: string, fields: ReadonlyMap<string, string>, world: World): Answer {
	const service = SERVICES.get(name)!;
	const read = (field: string) => fields.get(field) ?? '';
	if (name !== LOGIN) {
		if (!world.tokens.isValid(read('token'))) return interfaceError(600);
		const [, module = ''] = name.split('.');
		if (world.settings.unlicensed.includes(module)) return interfaceError(603);
	}
	return service.serve(read, world);
}
