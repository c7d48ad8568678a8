/** The texts that the provider sends: responses and callback bodies, shaped like the samples. */

import { DateTime } from 'luxon';
import type { Outcome, StatusStep } from './outcomes';

export interface Answer {
	ret: number;
	data: Record<string, unknown> | [];
	msg: string;
}

/** Formats a time as the provider does: in UTC+8 (provider README). */
export function stamp(ms: number): string {
	return DateTime.fromMillis(ms, { zone: 'UTC+8' }).toFormat('yyyy-LL-dd HH:mm:ss');
}

const seconds = (ms: number) => Math.floor(ms / 1000);

const RET_MESSAGES: Record<number, string> = {
	400: 'Illegal request',
	500: 'Server Error',
	600: 'The token is invalid, please log in again to verify',
	601: 'appid is not authorized',
	602: 'appid authorization has expired',
	603: 'Module not licensed',
	604: 'IP is not authorized',
};

const CODE_MESSAGES: Record<string, string> = {
	'1002': 'Abnormal operation',
	'1003': 'Authorization failed',
	'1010': 'Extension exception',
};

export function success(desc: string, result?: Record<string, string>): Answer {
	const now = seconds(Date.now());
	const data = { status: 0, desc, ...(result && { result }), reqtime: now, rsptime: now };
	return { ret: 200, data, msg: '' };
}

/** common-api, "Interface exception error". */
export function interfaceError(ret: number, msg = RET_MESSAGES[ret] ?? 'error'): Answer {
	return { ret, data: [], msg };
}

/** common-api, "The interface request is normal, but the internal processing error". */
export function operationError(
	code: number | string,
	desc = '操作失败',
	codemsg = CODE_MESSAGES[code] ?? '',
): Answer {
	const now = seconds(Date.now());
	const errors = { code: String(code), codemsg };
	return { ret: 200, data: { status: 1, desc, errors, reqtime: now, rsptime: now }, msg: '' };
}

/** A call, as callbacks report it. */
export interface Call {
	id: number;
	uuid: string;
	buuid: string;
	companyCode: string;
	/** The agent's extension, if an agent takes part. */
	extension: string;
	destnumber: string;
	disnumber: string;
	/** The key from `userid`. */
	key: string;
	chengshudu: string;
	customuuid: string;
	startedAt: number;
	outcome: Outcome;
}

/** The server in `ip` and `downloadip`. It is fixed; nothing may connect to it. */
const SERVER_IP = '127.0.0.1';
/** common-api: 6, IVR/group call. */
const CALL_METHOD = 6;

/** common-api and voice-menu, extension status: all values are strings. */
export function statusBody(call: Call, step: StatusStep): Record<string, string> {
	return {
		buuid: call.buuid,
		callee: call.destnumber,
		caller: step.withAgent ? call.extension : call.disnumber,
		companycode: call.companyCode,
		customuuid: call.customuuid,
		direction: 'callout',
		disnumber: call.disnumber,
		extnumber: step.withAgent ? call.extension : '',
		isbleg: String(step.leg === 'customer'),
		method: String(CALL_METHOD),
		starttime: String(seconds(call.startedAt)),
		status: step.status,
		type: 'call',
		uuid: call.uuid,
		ip: SERVER_IP,
	};
}

export function recordingNameOf(call: Call): string {
	return call.outcome.recorded ? `${call.uuid}.wav` : '';
}

/** voice-menu, "Callback data structure example". Times are simulated, so that they match the seconds. */
export function recordBody(call: Call): Record<string, string | number> {
	const { outcome } = call;
	const answeredAt = call.startedAt + outcome.waitSeconds * 1000;
	return {
		answertime: outcome.talkSeconds ? stamp(answeredAt) : outcome.unsetAnswerTime,
		hangupcause: outcome.hangupcause,
		duration: outcome.waitSeconds,
		id: call.id,
		extnumber: outcome.agent ? call.extension : '',
		uuid: call.uuid,
		downloadip: SERVER_IP,
		customuuid: call.customuuid,
		chengshudu: call.chengshudu,
		callmethod: CALL_METHOD,
		recordfilename: recordingNameOf(call),
		companycode: Number(call.companyCode),
		memberid: '0',
		hangupdirection: outcome.hangupdirection,
		billsec: outcome.talkSeconds,
		endtime: stamp(answeredAt + outcome.talkSeconds * 1000),
		starttime: stamp(call.startedAt),
		type: 'callout',
		disnumber: call.disnumber,
		crmid: outcome.agent ? '2001' : '0',
		userkey: outcome.agent ? call.key : '',
		destnumber: call.destnumber,
	};
}
