import { namedCallMethod, namedStatus } from '../shared/codes';
import { Fields } from '../shared/fields';
import { lookUp } from '../shared/lookup';
import { toCode, toDirection, toNumber, translated } from '../shared/readers';
import { toIsoTime } from '../shared/time';
import { splitCustomData } from '../waiting/reference';
import { eventIdOf } from './eventId';
import type { CallbackEvent, CallRecord, ExtensionStatus, RawCallback } from './types';

const STATUSES: Record<string, string> = { ring: 'ringing', answer: 'answered', hangup: 'hungUp' };

const LEGS: Record<string, 'agent' | 'customer'> = { true: 'customer', false: 'agent' };

const toLeg = (text: string) => lookUp(LEGS, text.toLowerCase());

function normalizeStatus(body: RawCallback, zone: string): ExtensionStatus {
	const fields = new Fields(body);
	return {
		event: 'extensionStatus',
		eventId: eventIdOf(body),
		callId: fields.text('uuid'),
		otherLegId: fields.text('buuid'),
		status: translated(STATUSES, fields.text('status') ?? ''),
		leg: fields.read('isbleg', toLeg),
		direction: fields.read('direction', toDirection),
		callMethod: fields.read('method', toCode(namedCallMethod)),
		caller: fields.text('caller'),
		callee: fields.text('callee'),
		displayNumber: fields.text('disnumber'),
		extension: fields.text('extnumber'),
		companyCode: fields.text('companycode'),
		...splitCustomData(fields.text('customuuid')),
		startedAt: fields.read('starttime', (text) => toIsoTime(text, zone)),
		serverIp: fields.text('ip'),
		callType: fields.text('type'),
		otherFields: fields.others(),
	};
}

function recordingOf(fields: Fields): CallRecord['recording'] {
	const fileName = fields.text('recordfilename');
	const downloadIp = fields.text('downloadip');
	const url = fields.text('recordurl');
	if (fileName !== null || url !== null) return { fileName, downloadIp, url };
	fields.keep('downloadip');
	return null;
}

function normalizeRecord(body: RawCallback, zone: string): CallRecord {
	const fields = new Fields(body);
	const time = (name: string) => fields.read(name, (text) => toIsoTime(text, zone));
	const saysTalk = fields.text('billsec') !== null;
	const talkSeconds = fields.read('billsec', toNumber);
	const answeredAt = time('answertime');
	return {
		event: 'callRecord',
		eventId: eventIdOf(body),
		recordId: fields.text('id'),
		callId: fields.text('uuid'),
		answered: talkSeconds === null ? saysTalk && answeredAt !== null : talkSeconds > 0,
		// Older platforms say the direction in `type`.
		direction: fields.read('direction', toDirection) ?? fields.read('type', toDirection),
		callMethod: fields.read('callmethod', toCode(namedCallMethod)),
		displayNumber: fields.text('disnumber'),
		destinationNumber: fields.text('destnumber'),
		extension: fields.text('extnumber'),
		companyCode: fields.text('companycode'),
		...splitCustomData(fields.text('customuuid')),
		employeeId: fields.text('crmid', 'userid'),
		memberId: fields.text('memberid'),
		// The provider's new name of it; not an extension.
		maturity: fields.text('chengshudu', 'ext'),
		pressedKey: fields.text('userkey'),
		startedAt: time('starttime'),
		answeredAt,
		endedAt: time('endtime'),
		waitSeconds: fields.read('duration', toNumber),
		talkSeconds,
		hangupCause: fields.read('hangupcause', toCode(namedStatus)),
		hangupDirection: fields.read('hangupdirection', toCode(namedStatus)),
		recording: recordingOf(fields),
		taskId: fields.text('taskid'),
		round: fields.read('round', toNumber),
		otherFields: fields.others(),
	};
}

/**
 * A callback as users work with it: one name for each thing, every key there, codes with names, times in ISO 8601.
 *
 * @param zone the server's time zone, a valid one.
 */
export const normalize = (
	event: CallbackEvent,
	body: RawCallback,
	zone: string,
): ExtensionStatus | CallRecord =>
	event === 'callRecord' ? normalizeRecord(body, zone) : normalizeStatus(body, zone);
