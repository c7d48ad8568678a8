/** App.Sip_Status, App.Sip_Sipnum, App.Sip_Disnum: extensions and caller IDs (services.md 5). */

import { success } from '../answers';
import type { LiveCall } from '../calls';
import { inSeconds, simulatedSince } from '../clock';
import { needed, numbers, oneOf, optional } from '../rules';
import type { Services, World } from '../world';

const MISSING = 1012;
const OFF = 1013;
const NOT_REGISTERED = 1014;
const IDLE = 1201;
const RINGING = 1202;
const OFF_HOOK = 1203;
const TALKING = 1204;

const UNUSED = {
	caller: null,
	callee: null,
	disnumber: null,
	direction: null,
	channel: null,
	idleduration: null,
	callduration: null,
};

function inCall({ call, agent, talkingSince }: LiveCall, timeScale: number) {
	const duration = talkingSince === undefined ? null : simulatedSince(talkingSince, timeScale);
	return {
		// Off-hook: the agent has answered, the customer not yet.
		status: agent === 'ring' ? RINGING : talkingSince === undefined ? OFF_HOOK : TALKING,
		...UNUSED,
		caller: call.extension,
		// On callout the customer is `callee`.
		callee: call.destnumber,
		disnumber: call.disnumber,
		direction: 'callout',
		channel: call.uuid,
		callduration: duration === null ? null : inSeconds(duration),
	};
}

function stateOf(extnumber: string, { account, calls, settings, startedAt }: World) {
	const extension = account.extension(extnumber);
	// The codes of 5a know no foreign extension.
	if (!extension) return { status: MISSING, ...UNUSED };
	if (!extension.enabled) return { status: OFF, ...UNUSED };
	const [live] = calls.callsOf(extnumber);
	if (live) return inCall(live, settings.timeScale);
	if (!extension.registered) return { status: NOT_REGISTERED, ...UNUSED };
	const idleSince = calls.useOf(extnumber)?.endedAt ?? startedAt;
	const idleduration = inSeconds(simulatedSince(idleSince, settings.timeScale));
	return { status: IDLE, ...UNUSED, idleduration };
}

/** 1 on, 2 off, 3 all: so for extensions and caller IDs. */
const switched = oneOf(1, 2, 3);
const isWanted = (enabled: boolean, status: string) =>
	status === '3' || enabled === (status === '1');

const listOf = (text: string) => text.split(',').filter(Boolean);
const isListed = (value: string, text: string) => text === '' || listOf(text).includes(value);

export const extension: Services = {
	'App.Sip_Status.GetSipCallStatus': {
		fields: { token: needed, extnumber: numbers },
		serve: (read, world) => {
			const asked = listOf(read('extnumber'));
			return success(
				'获取成功',
				asked.map((extnumber) => ({ extnumber, ...stateOf(extnumber, world) })),
			);
		},
	},
	'App.Sip_Sipnum.GetSipnumberInfo': {
		// The page names one extension, a client sends several (services.md 5d).
		fields: { token: needed, status: switched, extnumber: optional(numbers) },
		serve: (read, { account }) => {
			const wanted = account.extensions.filter(
				({ enabled, extnumber }) =>
					isWanted(enabled, read('status')) && isListed(extnumber, read('extnumber')),
			);
			return success(
				'获取成功',
				wanted.map(({ extnumber, password, enabled, registered, disnumber }) => ({
					extnumber,
					password,
					status: enabled ? 1016 : OFF,
					register: registered ? 'reg' : 'nreg',
					...(disnumber && { disnumber }),
				})),
			);
		},
	},
	'App.Sip_Disnum.getDisnumberInfo': {
		fields: {
			token: needed,
			status: switched,
			autocall: switched,
			disnumber: optional(numbers),
			areacode: optional(),
		},
		serve: (read, { account }) => {
			const autocall = read('autocall');
			const wanted = account.callerIds.filter(
				({ disnumber, enabled, predictive }) =>
					isWanted(enabled, read('status')) &&
					(autocall === '1' || predictive === (autocall === '2')) &&
					isListed(disnumber, read('disnumber')) &&
					disnumber.startsWith(read('areacode')),
			);
			return success(
				'获取成功',
				// Keys besides `disnumber` are not visible; these codes are likely (services.md 5e).
				wanted.map(({ disnumber, enabled }) => ({ disnumber, status: enabled ? 1018 : 1019 })),
			);
		},
	},
};
