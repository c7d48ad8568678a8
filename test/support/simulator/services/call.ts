/** App.Sip_Call: calls and their end (services.md 3, voice-menu). */

import { operationError, success } from '../answers';
import type { Fields, Sent } from '../checks';
import { limited, outcomeOf } from '../outcomes';
import { digits, needed, oneOf, optional } from '../rules';
import type { Read, Service, Services, World } from '../world';

const played: Fields = {
	token: needed,
	destnumber: digits,
	voicetype: oneOf(1, 2),
	voicefile: needed,
	disnumber: optional(digits),
	customuuid: optional(),
};

/** voice-menu, "request parameters". */
const MENU_ONLY: Fields = {
	chengshudu: needed,
	userid: { pattern: /^[0-9*#]+@\S(.*\S)?$/, wants: 'key@extension group' },
};

/** services.md 3a, single. */
const SINGLE_ONLY: Fields = {
	transfer: optional(oneOf(0, 1)),
	agent: optional(),
	waittime: optional(digits),
	conntime: optional(digits),
	userkey: optional(oneOf(0, 1)),
	ext: optional(),
};

const anyOf = (fields: Fields, sent: Sent) => Object.keys(fields).find((name) => sent.has(name));

/** services.md 3a: what tells the two apart is not documented. "Do not mix their fields." */
function playVoiceFields(sent: Sent): Fields | string {
	const ofMenu = anyOf(MENU_ONLY, sent);
	const ofSingle = anyOf(SINGLE_ONLY, sent);
	if (ofMenu && ofSingle) return `field ${ofMenu} does not go with field ${ofSingle}`;
	if (ofMenu) return { ...played, ...MENU_ONLY };
	const agent = sent.get('transfer') === '1' ? needed : optional();
	return { ...played, ...SINGLE_ONLY, agent };
}

/** common-api, code 1010: a token issued before an extension was added. */
const isOutdated = (read: Read, { tokens }: World) => tokens.isOutdated(read('token'));

const playVoice: Service = {
	fields: playVoiceFields,
	serve: (read, world) => {
		const { account, calls } = world;
		if (isOutdated(read, world)) return operationError(1010, '分机异常');
		const destnumber = read('destnumber');
		const common = { destnumber, disnumber: read('disnumber'), customuuid: read('customuuid') };
		if (read('userid')) {
			calls.place({ ...common, userid: read('userid'), chengshudu: read('chengshudu') });
			return success('Play command sent successfully');
		}
		const isTransferred = read('transfer') === '1';
		const agent = read('agent');
		const isGroup = account.group(agent) !== undefined;
		if (isTransferred && !isGroup) {
			// An agent that is no number can only be a group.
			const code = /^\d+$/.test(agent) ? account.extensionProblem(agent) : 1211;
			if (code) return operationError(code);
		}
		const [extension = ''] = isGroup ? account.agentsOf(agent) : [agent];
		const usual = outcomeOf(destnumber);
		const isTaken = isTransferred && extension !== '' && usual.talkSeconds > 0;
		calls.place({
			...common,
			form: 'message',
			chengshudu: read('ext'),
			extension,
			outcome: limited(
				{ ...usual, agent: isTaken },
				Number(read('waittime') || Infinity),
				Number(read('conntime') || Infinity),
			),
		});
		return success('Play command sent successfully');
	},
};

const custom: Fields = {
	disnumber: optional(digits),
	userid: optional(),
	memberid: optional(),
	chengshudu: optional(),
	customuuid: optional(),
};

const customOf = (read: Read) => ({
	disnumber: read('disnumber'),
	userid: read('userid'),
	memberid: read('memberid'),
	chengshudu: read('chengshudu'),
	customuuid: read('customuuid'),
});

/** The extension takes part from the first ring, whatever becomes of the customer. */
const withAgent = (destnumber: string) => ({ ...outcomeOf(destnumber), agent: true });

/** services.md 3b. */
const makeCall: Service = {
	fields: { token: needed, extnumber: digits, destnumber: digits, ...custom },
	serve: (read, world) => {
		if (isOutdated(read, world)) return operationError(1010, '分机异常');
		const extension = read('extnumber');
		const code = world.account.extensionProblem(extension);
		if (code) return operationError(code);
		// Its own phone has to ring first.
		if (!world.account.canTakeCalls(extension)) return operationError(1014);
		const destnumber = read('destnumber');
		const outcome = withAgent(destnumber);
		world.calls.place({
			...customOf(read),
			form: 'fromExtension',
			destnumber,
			extension,
			outcome,
		});
		return success('呼叫成功');
	},
};

/** services.md 3c. */
const doubleCall: Service = {
	fields: { token: needed, extnumber: digits, anumber: digits, bnumber: digits, ...custom },
	serve: (read, world) => {
		if (isOutdated(read, world)) return operationError(1010, '分机异常');
		const extension = read('extnumber');
		const code = world.account.extensionProblem(extension);
		if (code) return operationError(code);
		const destnumber = read('bnumber');
		world.calls.place({
			...customOf(read),
			form: 'twoPhones',
			destnumber,
			extension,
			agentPhone: read('anumber'),
			outcome: withAgent(destnumber),
		});
		return success('呼叫成功');
	},
};

/** services.md 3d. */
const hangupCall: Service = {
	fields: { token: needed, extnumber: digits },
	serve: (read, world) => {
		if (isOutdated(read, world)) return operationError(1010, '分机异常');
		const code = world.account.extensionProblem(read('extnumber'));
		if (code) return operationError(code);
		const live = world.calls.callsOf(read('extnumber'));
		if (!live.length) return operationError(1015);
		for (const { hangUp } of live) hangUp.abort();
		return success('挂断成功');
	},
};

export const call: Services = {
	'App.Sip_Call.PlayVoice': playVoice,
	'App.Sip_Call.MakeCall': makeCall,
	'App.Sip_Call.DoubleCall': doubleCall,
	'App.Sip_Call.HangupCall': hangupCall,
};
