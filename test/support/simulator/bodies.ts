/** What the provider tells of a call: callback bodies and call records, shaped like the samples. */

import type { Bill } from './accountTypes';
import { inSeconds, stamp } from './clock';
import { CALL_METHODS, type CallForm, type StatusStep } from './legs';
import type { Outcome } from './outcomes';
import type { SimulatorSettings } from './types';

export type CallbackBody = Record<string, string | number>;

/** A call, as callbacks report it. */
export interface Call {
	/** Given at hang-up, so that a later record has a higher one. */
	id: number;
	uuid: string;
	buuid: string;
	companyCode: string;
	form: CallForm;
	/** The agent's extension, if an agent takes part. */
	extension: string;
	/** The phone that rings first in place of the extension; '' for none (services.md 3c). */
	agentPhone: string;
	destnumber: string;
	disnumber: string;
	/** The key from `userid` of the voice menu. */
	key: string;
	/** Custom values, '' if none was given. */
	userid: string;
	memberid: string;
	chengshudu: string;
	customuuid: string;
	/** The campaign, '' for none, and its calling round. */
	taskid: string;
	round: number;
	startedAt: number;
	outcome: Outcome;
}

/** The server in `ip` and `downloadip`. It is fixed; nothing may connect to it. */
const SERVER_IP = '127.0.0.1';
/** The employee number that a voice menu finds for its agent. */
const MENU_AGENT = '2001';

/** common-api and voice-menu, extension status: all values are strings. Which page has which key: services.md 2b. */
export function statusBody(call: Call, step: StatusStep): Record<string, string> {
	const { form } = call;
	const isMenu = form === 'voiceMenu' || form === 'message';
	const atPhone = call.agentPhone !== '' && step.leg === 'agent';
	return {
		buuid: call.buuid,
		callee: atPhone ? call.agentPhone : call.destnumber,
		caller: step.withAgent && !atPhone ? call.extension : call.disnumber,
		companycode: call.companyCode,
		...(form !== 'predictive' && { customuuid: call.customuuid }),
		direction: 'callout',
		disnumber: call.disnumber,
		extnumber: step.withAgent ? call.extension : '',
		isbleg: String(step.leg === 'customer'),
		method: String(CALL_METHODS[form]),
		starttime: String(inSeconds(call.startedAt)),
		status: step.status,
		type: 'call',
		uuid: call.uuid,
		...(isMenu && { ip: SERVER_IP }),
	};
}

export function recordingNameOf(call: Call): string {
	return call.outcome.recorded ? `${call.uuid}.wav` : '';
}

/** Times are simulated, so that they match the seconds. */
function timesOf({ startedAt, outcome }: Call) {
	const answeredAt = startedAt + outcome.waitSeconds * 1000;
	return {
		starttime: stamp(startedAt),
		answertime: outcome.talkSeconds ? stamp(answeredAt) : undefined,
		endtime: stamp(answeredAt + outcome.talkSeconds * 1000),
	};
}

const menuAgentOf = ({ form, outcome, userid }: Call) =>
	form === 'voiceMenu' && outcome.agent ? MENU_AGENT : userid;

/** voice-menu, "Callback data structure example". */
function menuRecord(call: Call): CallbackBody {
	const { outcome } = call;
	const { starttime, answertime, endtime } = timesOf(call);
	return {
		answertime: answertime ?? outcome.unsetAnswerTime,
		hangupcause: outcome.hangupcause,
		duration: outcome.waitSeconds,
		id: call.id,
		extnumber: outcome.agent ? call.extension : '',
		uuid: call.uuid,
		downloadip: SERVER_IP,
		customuuid: call.customuuid,
		chengshudu: call.chengshudu,
		callmethod: CALL_METHODS[call.form],
		recordfilename: recordingNameOf(call),
		companycode: Number(call.companyCode),
		memberid: '0',
		hangupdirection: outcome.hangupdirection,
		billsec: outcome.talkSeconds,
		endtime,
		starttime,
		type: 'callout',
		disnumber: call.disnumber,
		crmid: menuAgentOf(call) || '0',
		userkey: outcome.agent ? call.key : (outcome.key ?? ''),
		destnumber: call.destnumber,
	};
}

/** services.md 2a, the newest form: `ext` beside `chengshudu`, "0" for a custom value that was not given. */
function newestRecord(call: Call, linkTo: (recording: string) => string): CallbackBody {
	const { outcome } = call;
	const { starttime, answertime, endtime } = timesOf(call);
	const recordfilename = recordingNameOf(call);
	return {
		id: call.id,
		companycode: call.companyCode,
		direction: 'callout',
		type: 'callout',
		callmethod: CALL_METHODS[call.form],
		starttime,
		answertime: answertime ?? outcome.unsetAnswerTime,
		endtime,
		duration: outcome.waitSeconds,
		billsec: outcome.talkSeconds,
		userid: call.userid || '0',
		memberid: call.memberid || '0',
		chengshudu: call.chengshudu || '0',
		ext: call.chengshudu || '0',
		disnumber: call.disnumber,
		destnumber: call.destnumber,
		extnumber: outcome.agent ? call.extension : '',
		recordfilename,
		downloadip: recordfilename && SERVER_IP,
		hangupdirection: outcome.hangupdirection,
		hangupcause: outcome.hangupcause,
		uuid: call.uuid,
		userkey: '',
		customuuid: call.customuuid,
		taskid: call.taskid,
		round: call.round,
		recordurl: recordfilename && linkTo(recordfilename),
	};
}

/** The voice menu has the form of its own page, every other call the newest one. */
export function recordBody(call: Call, linkTo: (recording: string) => string): CallbackBody {
	return call.form === 'voiceMenu' ? menuRecord(call) : newestRecord(call, linkTo);
}

const UNSET = { null: null, empty: '', '1970': '1970-01-01 08:00:00' };

/** services.md 1: has neither the call's uuid nor the key pressed, the campaign or the recording's address. */
export function billOf(call: Call, unset: SimulatorSettings['unsetBillTimes']): Omit<Bill, 'id'> {
	const { outcome } = call;
	const { starttime, answertime, endtime } = timesOf(call);
	const recordfilename = recordingNameOf(call);
	return {
		extnumber: outcome.agent ? call.extension : '',
		destnumber: call.destnumber,
		displaynumber: call.disnumber,
		starttime,
		answertime: answertime ?? UNSET[unset],
		endtime,
		duration: outcome.waitSeconds,
		billsec: outcome.talkSeconds,
		direction: 'callout',
		callmethod: CALL_METHODS[call.form],
		userid: menuAgentOf(call),
		memberid: call.memberid,
		chengshudu: call.chengshudu,
		customuuid: call.customuuid,
		recordfilename,
		downloadip: recordfilename && SERVER_IP,
		hangupdirection: outcome.hangupdirection,
		hangupcause: outcome.hangupcause,
	};
}
