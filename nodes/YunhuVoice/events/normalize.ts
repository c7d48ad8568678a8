import { namedCallMethod, namedCampaignStatus, namedStatus } from '../shared/codes';
import { Fields } from '../shared/fields';
import { lookUp } from '../shared/lookup';
import { toCode, toDirection, toNumber, translated } from '../shared/readers';
import { toIsoTime } from '../shared/time';
import { splitCustomData } from '../waiting/reference';
import type { CampaignStatus } from './campaignStatus';
import { eventIdOf } from './eventId';
import { isWorthRetrying, outcomeOf } from './outcome';
import type { CallbackEvent, CallRecord, EventItem, ExtensionStatus, RawCallback } from './types';

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

/**
 * A call record as users work with it.
 *
 * @param source whether the provider sent it by itself, or was asked for it (provider page "Call record query").
 */
export function normalizeRecord(
	body: RawCallback,
	zone: string,
	source: CallRecord['source'],
): CallRecord {
	const fields = new Fields(body);
	const time = (name: string) => fields.read(name, (text) => toIsoTime(text, zone));
	const saysTalk = fields.text('billsec') !== null;
	const talkSeconds = fields.read('billsec', toNumber);
	const answeredAt = time('answertime');
	const answered = talkSeconds === null ? saysTalk && answeredAt !== null : talkSeconds > 0;
	const hangupCause = fields.read('hangupcause', toCode(namedStatus));
	const hangupDirection = fields.read('hangupdirection', toCode(namedStatus));
	const outcome = outcomeOf(answered, hangupCause?.code, hangupDirection?.code);
	return {
		event: 'callRecord',
		eventId: eventIdOf(body),
		recordId: fields.text('id'),
		callId: fields.text('uuid'),
		answered,
		// Older platforms say the direction in `type`.
		direction: fields.read('direction', toDirection) ?? fields.read('type', toDirection),
		callMethod: fields.read('callmethod', toCode(namedCallMethod)),
		// Its name in a record that was asked for is longer.
		displayNumber: fields.text('disnumber', 'displaynumber'),
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
		hangupCause,
		hangupDirection,
		recording: recordingOf(fields),
		taskId: fields.text('taskid'),
		round: fields.read('round', toNumber),
		outcome,
		worthRetrying: isWorthRetrying(outcome),
		source,
		otherFields: fields.others(),
	};
}

const END_REASONS: Record<string, string> = { over: 'finished', timeout: 'timeLimit' };

function normalizeCampaign(body: RawCallback): CampaignStatus {
	const fields = new Fields(body);
	return {
		event: 'campaignStatus',
		eventId: eventIdOf(body),
		campaignId: fields.text('taskid'),
		companyCode: fields.text('companycode'),
		status: fields.read('status', toCode(namedCampaignStatus)),
		endReason: fields.read('endtype', (text) => translated(END_REASONS, text)),
		otherFields: fields.others(),
	};
}

/**
 * A callback as users work with it: one name for each thing, every key there, codes with names, times in ISO 8601.
 *
 * @param zone the server's time zone, a valid one.
 */
export function normalize(event: CallbackEvent, body: RawCallback, zone: string): EventItem {
	if (event === 'campaignStatus') return normalizeCampaign(body);
	return event === 'callRecord'
		? normalizeRecord(body, zone, 'callback')
		: normalizeStatus(body, zone);
}
