import { classify } from '../../../nodes/YunhuVoice/callbacks/classify';
import { normalize } from '../../../nodes/YunhuVoice/events/normalize';
import type {
	CallbackEvent,
	CallRecord,
	ExtensionStatus,
	RawCallback,
} from '../../../nodes/YunhuVoice/events/types';
import { Fields } from '../../../nodes/YunhuVoice/shared/fields';
import { fixture } from '../../support/fixtures/read';

const CHINA = 'Asia/Shanghai';

const body = (name: string): RawCallback => fixture(`callbacks/${name}.json`) as RawCallback;

const statusOf = (changes: RawCallback, zone = CHINA): ExtensionStatus =>
	normalize(
		'extensionStatus',
		{ ...body('status-ringing-agent'), ...changes },
		zone,
	) as ExtensionStatus;

const recordOf = (changes: RawCallback, zone = CHINA): CallRecord =>
	normalize('callRecord', { ...body('record-answered'), ...changes }, zone) as CallRecord;

const without = (name: string, ...keys: string[]): RawCallback =>
	Object.fromEntries(Object.entries(body(name)).filter(([key]) => !keys.includes(key)));

/** Returns a body with one of its keys renamed. */
const renamed = (from: string, to: string): RawCallback => {
	const { [from]: value, ...others } = body('record-answered');
	return { ...others, [to]: value };
};

const STATUS_KEYS = [
	'event',
	'eventId',
	'callId',
	'otherLegId',
	'status',
	'leg',
	'direction',
	'callMethod',
	'caller',
	'callee',
	'displayNumber',
	'extension',
	'companyCode',
	'customData',
	'waitReference',
	'startedAt',
	'serverIp',
	'callType',
	'otherFields',
];

const RECORD_KEYS = [
	'event',
	'eventId',
	'recordId',
	'callId',
	'answered',
	'direction',
	'callMethod',
	'displayNumber',
	'destinationNumber',
	'extension',
	'companyCode',
	'customData',
	'waitReference',
	'employeeId',
	'memberId',
	'maturity',
	'pressedKey',
	'startedAt',
	'answeredAt',
	'endedAt',
	'waitSeconds',
	'talkSeconds',
	'hangupCause',
	'hangupDirection',
	'recording',
	'taskId',
	'round',
	'outcome',
	'worthRetrying',
	'source',
	'otherFields',
];

describe('the whole item', () => {
	it.each([
		['the status sample of the common page, on the agent’s leg', 'status-ringing-agent'],
		['the status sample of the Voice Menu page, on the customer’s leg', 'status-ringing-customer'],
		['the record sample of the common page, never answered', 'record-unanswered'],
		['the record sample of the Voice Menu page, answered and recorded', 'record-answered'],
		['a record with keys in camelCase', 'record-camel-case'],
		['a record of a newer platform', 'record-newer-platform'],
		['a record whose values are all empty', 'record-everything-empty'],
		['a record whose values cannot be read', 'record-unreadable-values'],
		['the sample of a campaign that has ended', 'campaign-ended'],
	])('of %s', (_what, name) => {
		const raw = body(name);
		const event = classify(new Fields(raw)) as CallbackEvent;
		// Compares JSON, because `toEqual` alone does not distinguish an undefined key from a missing one.
		const item: unknown = JSON.parse(JSON.stringify(normalize(event, raw, CHINA)));
		expect(item).toEqual(fixture(`callbacks/${name}.item.json`));
	});

	it('does not change the body it is made of', () => {
		const raw = body('record-unanswered');
		normalize('callRecord', raw, CHINA);
		expect(raw).toEqual(body('record-unanswered'));
	});
});

describe('keys', () => {
	it.each<[CallbackEvent, string[], RawCallback]>([
		['extensionStatus', STATUS_KEYS, { uuid: 'a', status: 'ring' }],
		['extensionStatus', STATUS_KEYS, body('status-ringing-agent')],
		['callRecord', RECORD_KEYS, { billsec: 0, duration: 1 }],
		['callRecord', RECORD_KEYS, body('record-newer-platform')],
	])('of %s are exactly those of the contract', (event, keys, raw) => {
		const item = normalize(event, raw, CHINA);
		expect(Object.keys(item).sort()).toEqual([...keys].sort());
	});

	it('never hold undefined, however little was sent', () => {
		const items = [
			normalize('extensionStatus', { uuid: 'a', status: 'ring' }, CHINA),
			normalize('callRecord', { billsec: 0, duration: 1 }, CHINA),
		];
		expect(items.flatMap((item) => Object.values(item))).not.toContain(undefined);
	});
});

describe('status', () => {
	it('is empty where the provider sent none', () => {
		expect(normalize('extensionStatus', { uuid: 'a' }, CHINA)).toMatchObject({ status: '' });
	});

	it.each([
		['ring', 'ringing'],
		['answer', 'answered'],
		['hangup', 'hungUp'],
		['RING', 'ringing'],
		[' hangup ', 'hungUp'],
		['Transferring', 'Transferring'],
	])('%j becomes %j', (status, expected) => {
		expect(statusOf({ status }).status).toBe(expected);
	});
});

describe('leg', () => {
	it.each([
		['true', 'customer'],
		['false', 'agent'],
		[true, 'customer'],
		[false, 'agent'],
		['TRUE', 'customer'],
		['', null],
		[null, null],
	])('%j becomes %j', (isbleg, expected) => {
		const { leg, otherFields } = statusOf({ isbleg });
		expect({ leg, otherFields }).toEqual({ leg: expected, otherFields: {} });
	});

	it('is null for anything else, which is kept', () => {
		const { leg, otherFields } = statusOf({ isbleg: 'b' });
		expect({ leg, otherFields }).toEqual({ leg: null, otherFields: { isbleg: 'b' } });
	});
});

describe('direction', () => {
	const WORDS: Array<[string | number | null, string | null]> = [
		['callin', 'inbound'],
		['1', 'inbound'],
		[1, 'inbound'],
		['callout', 'outbound'],
		['2', 'outbound'],
		[2, 'outbound'],
		['CallOut', 'outbound'],
		['3', '3'],
		['Internal', 'Internal'],
		['', null],
		[null, null],
	];

	it.each(WORDS)('%j of a status becomes %j', (direction, expected) => {
		expect(statusOf({ direction }).direction).toBe(expected);
	});

	it('of a status is never its type', () => {
		expect(statusOf({ direction: '', type: 'callin' })).toMatchObject({
			direction: null,
			callType: 'callin',
		});
	});

	it.each(WORDS)('%j as type of a record becomes %j', (type, expected) => {
		expect(recordOf({ type }).direction).toBe(expected);
	});

	it.each(WORDS.filter(([, expected]) => expected !== null))(
		'%j of a record becomes %j, and its type stays among the others',
		(direction, expected) => {
			const item = recordOf({ direction, type: 'other' });
			expect(item.direction).toBe(expected);
			expect(item.otherFields).toEqual({ type: 'other' });
		},
	);

	it.each([[''], [null]])('%j of a record means its type', (direction) => {
		const { otherFields, direction: found } = recordOf({ direction, type: 'callin' });
		expect({ found, otherFields }).toEqual({ found: 'inbound', otherFields: {} });
	});
});

describe('codes', () => {
	it.each([
		[0, 'Unlimited'],
		[6, 'IVR or Group Call'],
		[7, 'Unknown (7)'],
	])('call method %d is named in both kinds of item, sent as number or as text', (code, name) => {
		expect([
			statusOf({ method: code }).callMethod,
			statusOf({ method: String(code) }).callMethod,
			recordOf({ callmethod: code }).callMethod,
			recordOf({ callmethod: String(code) }).callMethod,
		]).toEqual(Array(4).fill({ code, name }));
	});

	it.each([
		[10001, 'Hang Up Normally'],
		[10015, 'Request Timeout'],
		[10031, 'Unknown'],
		[10040, 'Caller Hang Up'],
		[10041, 'Called Hang Up'],
		[99999, 'Unknown (99999)'],
		[123456789, 'Unknown (123456789)'],
		[0, 'Unknown (0)'],
	])('%d is named as hang-up cause and as hang-up direction', (code, name) => {
		const { hangupCause, hangupDirection, otherFields } = recordOf({
			hangupcause: String(code),
			hangupdirection: code,
		});
		expect({ hangupCause, hangupDirection, otherFields }).toEqual({
			hangupCause: { code, name },
			hangupDirection: { code, name },
			otherFields: {},
		});
	});

	it('cause and direction are not taken for one another', () => {
		expect(recordOf({ hangupcause: 10006, hangupdirection: 10041 })).toMatchObject({
			hangupCause: { code: 10006 },
			hangupDirection: { code: 10041 },
		});
	});

	it.each([
		['callmethod', 'callMethod'],
		['hangupcause', 'hangupCause'],
		['hangupdirection', 'hangupDirection'],
	] as const)('%s is null when missing', (field, key) => {
		const item = normalize('callRecord', without('record-answered', field), CHINA) as CallRecord;
		expect(item[key]).toBeNull();
	});

	it.each(['-1', '1.5', 'x', '1e3', '0x10', '10 001', '1234567890'])(
		'%j is no code: null, and kept',
		(text) => {
			const { hangupCause, otherFields } = recordOf({ hangupcause: text });
			expect({ hangupCause, otherFields }).toEqual({
				hangupCause: null,
				otherFields: { hangupcause: text },
			});
		},
	);
});

describe('seconds', () => {
	it.each([
		['billsec', 'talkSeconds'],
		['duration', 'waitSeconds'],
		['round', 'round'],
	] as const)('%s is a number in %s, sent as number or as text', (field, key) => {
		expect([
			recordOf({ [field]: 42 })[key],
			recordOf({ [field]: '42' })[key],
			recordOf({ [field]: '0' })[key],
			recordOf({ [field]: 0 })[key],
			recordOf({ [field]: '' })[key],
			recordOf({ [field]: null })[key],
			recordOf({ [field]: '1.25' })[key],
		]).toEqual([42, 42, 0, 0, null, null, 1.25]);
	});

	it.each(['many', 'Infinity', '1,5', {}, true])('%j is no number: null, and kept', (value) => {
		const { waitSeconds, otherFields } = recordOf({ duration: value });
		expect({ waitSeconds, otherFields }).toEqual({
			waitSeconds: null,
			otherFields: { duration: value },
		});
	});
});

describe('answered', () => {
	it.each([
		[1, true],
		['10', true],
		[0, false],
		['0', false],
		['', false],
		[null, false],
		['null', false],
	])('with %j seconds of talk is %j', (billsec, expected) => {
		expect(recordOf({ billsec }).answered).toBe(expected);
	});

	it.each([
		['2020-02-09 12:32:51', true],
		['1581222771', true],
		['', false],
		['1970-01-01 00:00:00', false],
		['null', false],
		['soon', false],
	])(
		'with a talk time that cannot be read and the answer time %j is %j',
		(answertime, expected) => {
			for (const billsec of ['23s', 'ten', {}, 'Infinity']) {
				expect(recordOf({ billsec, answertime }).answered).toBe(expected);
			}
		},
	);

	it('does not follow from a time of answer alone', () => {
		expect(recordOf({ billsec: 0, answertime: '2020-02-09 12:32:51' }).answered).toBe(false);
	});
});

describe('times', () => {
	it.each([
		['starttime', 'startedAt'],
		['answertime', 'answeredAt'],
		['endtime', 'endedAt'],
	] as const)('%s is %s, in the server’s time zone', (field, key) => {
		const time = '2018-07-14 12:18:21';
		expect(recordOf({ [field]: time })[key]).toBe('2018-07-14T12:18:21.000+08:00');
		expect(recordOf({ [field]: time }, 'America/New_York')[key]).toBe(
			'2018-07-14T12:18:21.000-04:00',
		);
	});

	it('of a status is a moment, whatever the time zone', () => {
		expect(statusOf({ starttime: '1598598959' }, 'America/New_York').startedAt).toBe(
			'2020-08-28T03:15:59.000-04:00',
		);
		expect(statusOf({ starttime: 1598598959 }).startedAt).toBe('2020-08-28T15:15:59.000+08:00');
	});

	it.each([
		...['', ' ', null, '1970-01-01 08:00:00', '0', 0, -1, 'null', 'None'],
		...['1970-01-01 00:00:00', '0001-01-01T00:00:00', '1900-01-01', '0000-00-00 00:00:00.0'],
	])('%j is not set: null', (answertime) => {
		const { answeredAt, otherFields } = recordOf({ answertime });
		expect({ answeredAt, otherFields }).toEqual({ answeredAt: null, otherFields: {} });
	});

	it('that cannot be read is null, and kept', () => {
		const { startedAt, otherFields } = statusOf({ starttime: '28.08.2020' });
		expect({ startedAt, otherFields }).toEqual({
			startedAt: null,
			otherFields: { starttime: '28.08.2020' },
		});
	});
});

describe('text', () => {
	it.each([
		['id', 'recordId'],
		['uuid', 'callId'],
		['disnumber', 'displayNumber'],
		['destnumber', 'destinationNumber'],
		['extnumber', 'extension'],
		['companycode', 'companyCode'],
		['customuuid', 'customData'],
		['crmid', 'employeeId'],
		['memberid', 'memberId'],
		['chengshudu', 'maturity'],
		['userkey', 'pressedKey'],
		['taskid', 'taskId'],
	] as const)('of a record’s %s is %s, as text even where a number was sent', (field, key) => {
		expect(recordOf({ [field]: 7003 })[key]).toBe('7003');
		expect(recordOf({ [field]: 0 })[key]).toBe('0');
		expect(recordOf({ [field]: '' })[key]).toBeNull();
	});

	it.each([
		['uuid', 'callId'],
		['buuid', 'otherLegId'],
		['caller', 'caller'],
		['callee', 'callee'],
		['disnumber', 'displayNumber'],
		['extnumber', 'extension'],
		['companycode', 'companyCode'],
		['customuuid', 'customData'],
		['ip', 'serverIp'],
		['type', 'callType'],
	] as const)('of a status’s %s is %s, as text even where a number was sent', (field, key) => {
		expect(statusOf({ [field]: 7003 })[key]).toBe('7003');
		expect(statusOf({ [field]: '' })[key]).toBeNull();
	});

	it('keeps leading zeros of numbers', () => {
		expect(recordOf({ destnumber: '015029913692' }).destinationNumber).toBe('015029913692');
	});
});

describe('older and newer names', () => {
	it('ext is the maturity of a record, and no extension', () => {
		const newer = { ...without('record-answered', 'chengshudu'), extnumber: '', ext: '0' };
		const item = normalize('callRecord', newer, CHINA);
		expect(item).toMatchObject({ extension: null, maturity: '0', otherFields: {} });
	});

	it.each([
		[{ chengshudu: '1', ext: '1' }, '1', {}],
		[{ chengshudu: '', ext: '2' }, '2', {}],
		[{ chengshudu: 'null', ext: 2 }, '2', {}],
		[{ chengshudu: '1', ext: '7003' }, '1', { ext: '7003' }],
	])('of %j the maturity is %j, and %j stays', (changes, expected, others) => {
		const { maturity, extension, otherFields } = recordOf({ extnumber: '7003', ...changes });
		expect({ maturity, extension, otherFields }).toEqual({
			maturity: expected,
			extension: '7003',
			otherFields: others,
		});
	});

	it('ext is nothing that a status has: it stays', () => {
		const { extension, otherFields } = statusOf({ extnumber: '', ext: '7003' });
		expect({ extension, otherFields }).toEqual({ extension: null, otherFields: { ext: '7003' } });
	});

	it('userid is the employee where crmid is missing', () => {
		const item = normalize('callRecord', renamed('crmid', 'userid'), CHINA) as CallRecord;
		expect(item.employeeId).toBe('0');
		expect(item.otherFields).toEqual({});
	});

	it('crmid counts where both differ, and userid is kept', () => {
		const { employeeId, otherFields } = recordOf({ crmid: '2001', userid: '2002' });
		expect(employeeId).toBe('2001');
		expect(otherFields).toEqual({ userid: '2002' });
	});
});

/** Programming languages write these for a missing value. */
describe('words for no value', () => {
	const WORDS = [
		'null',
		'NULL',
		'Null',
		'undefined',
		'None',
		'none',
		'nil',
		'(null)',
		'<nil>',
		'NaN',
		'\\N',
		' null ',
	];

	it.each(WORDS)('%j is null in every field, and nowhere kept', (word) => {
		const filled = (name: string) =>
			Object.fromEntries(Object.keys(body(name)).map((key) => [key, word]));
		const record = normalize('callRecord', filled('record-answered'), CHINA);
		const eventId = expect.any(String);
		const empty = normalize('callRecord', {}, CHINA);
		expect(record).toEqual({ ...empty, eventId });

		const status = normalize('extensionStatus', filled('status-ringing-agent'), CHINA);
		const unset = normalize('extensionStatus', {}, CHINA);
		expect(status).toEqual({ ...unset, eventId });
	});

	it('make no recording', () => {
		const names = { recordfilename: 'null', recordurl: 'undefined', downloadip: '(null)' };
		const { recording, otherFields } = recordOf(names);
		expect({ recording, otherFields }).toEqual({ recording: null, otherFields: {} });
	});

	it.each(['nullable', 'none of them', 'annul', '[null]', '(none', 'no', '-'])(
		'are not in %j',
		(text) => {
			expect(recordOf({ memberid: text }).memberId).toBe(text);
		},
	);

	it('do not stand in the way of another name that holds something', () => {
		expect(recordOf({ crmid: 'null', userid: '7' })).toMatchObject({
			employeeId: '7',
			otherFields: {},
		});
	});

	it('stay in fields that nobody knows', () => {
		expect(recordOf({ province: 'null' }).otherFields).toEqual({ province: 'null' });
	});
});

describe('a record without uuid', () => {
	it('is still a record', () => {
		const raw = without('record-answered', 'uuid');
		expect(classify(new Fields(raw))).toBe('callRecord');
		const { eventId, ...item } = normalize('callRecord', raw, CHINA);
		const { eventId: whole, ...expected } = fixture('callbacks/record-answered.item.json');
		expect(item).toEqual({ ...expected, callId: null });
		expect(eventId).not.toBe(whole);
	});
});

describe('recording', () => {
	it.each([
		[
			'name alone',
			{ recordfilename: '1.mp3', downloadip: '' },
			{ fileName: '1.mp3', downloadIp: null, url: null },
		],
		[
			'address alone',
			{ recordfilename: '', downloadip: '', recordurl: 'https://recordings.example.com/1' },
			{ fileName: null, downloadIp: null, url: 'https://recordings.example.com/1' },
		],
	])('is there with its %s', (_what, changes, recording) => {
		expect(recordOf(changes).recording).toEqual(recording);
	});

	it('is null without name and address, and the server it would be on is kept', () => {
		const { recording, otherFields } = recordOf({ recordfilename: '' });
		expect({ recording, otherFields }).toEqual({
			recording: null,
			otherFields: { downloadip: '149.129.249.47' },
		});
	});
});

describe('other fields', () => {
	it('are kept as they came, names and values', () => {
		const more = { Province: '江苏', score: 0.5, empty: '', nothing: null, tags: [{ a: 1 }] };
		expect(recordOf(more).otherFields).toEqual(more);
		expect(statusOf(more).otherFields).toEqual(more);
	});
});

it.each(['constructor', '__proto__'])('status, leg and direction of %j stay text', (word) => {
	const body = { uuid: 'a', status: word, isbleg: word, direction: word };
	expect(normalize('extensionStatus', body, 'UTC')).toMatchObject({
		status: word,
		leg: null,
		direction: word,
		otherFields: { isbleg: word },
	});
});

it('an empty downloadip is not kept', () => {
	const body = { billsec: 0, duration: 1, recordfilename: '', downloadip: '' };
	expect(normalize('callRecord', body, 'UTC').otherFields).toEqual({});
});

it('the display number of a record that was asked for has a longer name', () => {
	const body = renamed('disnumber', 'displaynumber');
	expect(normalize('callRecord', body, CHINA)).toMatchObject({
		displayNumber: recordOf({}).displayNumber,
	});
	expect(recordOf({}).displayNumber).toEqual(expect.any(String));
});

it.each([
	['over', 'finished'],
	['timeout', 'timeLimit'],
	['stopped', 'stopped'],
])('the reason %s for which a campaign ended is called %s', (endtype, endReason) => {
	const ended = { ...body('campaign-ended'), endtype };
	expect(normalize('campaignStatus', ended, CHINA)).toMatchObject({ endReason });
});
