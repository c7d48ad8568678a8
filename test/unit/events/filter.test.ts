import { checkFilters, type Filters, passes } from '../../../nodes/YunhuVoice/events/filter';
import { normalize } from '../../../nodes/YunhuVoice/events/normalize';
import type {
	CallRecord,
	ExtensionStatus,
	RawCallback,
} from '../../../nodes/YunhuVoice/events/types';
import { fixture } from '../../support/fixtures/read';

const ZONE = 'Asia/Shanghai';

const body = (name: string) => fixture(`callbacks/${name}.json`) as RawCallback;

const STATUS: ExtensionStatus = {
	...(normalize('extensionStatus', body('status-ringing-agent'), ZONE) as ExtensionStatus),
	status: 'ringing',
	leg: 'agent',
	direction: 'outbound',
	callMethod: { code: 6, name: 'IVR or Group Call' },
	extension: '20280003',
	companyCode: '2028',
};

const RECORD: CallRecord = {
	...(normalize('callRecord', body('record-answered'), ZONE) as CallRecord),
	answered: true,
	direction: 'outbound',
	callMethod: { code: 6, name: 'IVR or Group Call' },
	extension: '20280003',
	companyCode: '2028',
	talkSeconds: 10,
	hangupCause: { code: 10001, name: 'Hang Up Normally' },
	recording: { fileName: '1111.mp3', downloadIp: null, url: null },
};

const EVERY_FILTER = {
	statuses: [],
	legs: [],
	directions: [],
	callMethods: [],
	extensions: '',
	companyCodes: '',
	answeredOnly: false,
	withRecordingOnly: false,
	minTalkSeconds: 0,
	hangupCauses: [],
	outcomes: [],
} satisfies Required<Filters>;

const NOTHING_KNOWN = {
	leg: null,
	direction: null,
	callMethod: null,
	extension: null,
	companyCode: null,
};
const EMPTY_STATUS: ExtensionStatus = { ...STATUS, ...NOTHING_KNOWN };
const EMPTY_RECORD: CallRecord = {
	...RECORD,
	...NOTHING_KNOWN,
	answered: false,
	talkSeconds: null,
	hangupCause: null,
	recording: null,
};

describe('filters both events have', () => {
	it.each<[Filters, Filters]>([
		[{ directions: ['outbound'] }, { directions: ['inbound'] }],
		[{ directions: ['inbound', 'outbound'] }, { directions: ['inbound', 'inbound'] }],
		[{ callMethods: [6] }, { callMethods: [3] }],
		[{ callMethods: [0, 6] }, { callMethods: [0, 1, 2, 3, 4, 5] }],
		[{ extensions: '20280003' }, { extensions: '20280004' }],
		[{ extensions: ' 20280001 ,\n20280003 ' }, { extensions: '20280001, 20280002' }],
		[{ extensions: ',,20280003,' }, { extensions: '2028' }],
		[{ extensions: '20280001，20280003' }, { extensions: '20280001，20280002' }],
		[{ extensions: '20280001、20280003' }, { extensions: '20280001、20280002' }],
		[{ extensions: '20280001；20280003' }, { extensions: '20280001；20280002' }],
		[{ extensions: '20280001;20280003' }, { extensions: '20280001;20280002' }],
		[{ extensions: '20280001 20280003' }, { extensions: '20280001 20280002' }],
		[{ extensions: '20280001\t20280003' }, { extensions: '20280001\t20280002' }],
		[{ extensions: '20280001\r\n20280003' }, { extensions: '20280001\r\n20280002' }],
		[{ extensions: '２０２８０００３' }, { extensions: '２０２８０００４' }],
		[{ extensions: '2028\u200b0003' }, { extensions: '2028\u200b0004' }],
		[{ companyCodes: '9017，\n２０２８；' }, { companyCodes: '9017，\n２０２９；' }],
		[{ extensions: '20280003' }, { extensions: '202800031' }],
		[{ companyCodes: '2028' }, { companyCodes: '9017' }],
		[{ companyCodes: '9017, 2028' }, { companyCodes: '202, 028, 20280' }],
		// Values that expressions can return.
		[{ directions: 'outbound' }, { directions: 'inbound' }],
		[{ directions: 'inbound，outbound' }, { directions: ' inbound\n' }],
		[{ callMethods: '0、6' }, { callMethods: '0 3；5' }],
		[{ callMethods: '６' }, { callMethods: '３' }],
		[{ callMethods: ['6'] }, { callMethods: ['3'] }],
		[{ callMethods: 6 }, { callMethods: 3 }],
		[{ extensions: ['20280001', 20280003] }, { extensions: [20280001] }],
		[{ companyCodes: 2028 }, { companyCodes: 9017 }],
	])('%j lets both through, %j neither', (wanted, unwanted) => {
		expect([passes(STATUS, wanted), passes(RECORD, wanted)]).toEqual([true, true]);
		expect([passes(STATUS, unwanted), passes(RECORD, unwanted)]).toEqual([false, false]);
	});

	it.each<Filters>([
		{ directions: ['inbound', 'outbound'] },
		{ callMethods: [0, 1, 2, 3, 4, 5, 6] },
		{ extensions: '0, 20280003' },
		{ companyCodes: '0, 2028' },
	])('%j drops a callback that does not say', (filters) => {
		expect([passes(EMPTY_STATUS, filters), passes(EMPTY_RECORD, filters)]).toEqual([false, false]);
	});

	it('know the call method 0', () => {
		const callMethod = { code: 0, name: 'Unlimited' };
		expect(passes({ ...RECORD, callMethod }, { callMethods: [0] })).toBe(true);
		expect(passes({ ...RECORD, callMethod }, { callMethods: [6] })).toBe(false);
		expect(passes({ ...RECORD, callMethod: null }, { callMethods: [0] })).toBe(false);
	});
});

describe('filters of extension statuses', () => {
	it.each<[Filters, Filters]>([
		[{ statuses: ['ringing'] }, { statuses: ['answered', 'hungUp'] }],
		[{ statuses: ['hungUp', 'ringing'] }, { statuses: 'answered, hungUp' }],
		[{ legs: ['agent'] }, { legs: ['customer'] }],
		[{ legs: 'customer，agent' }, { legs: 'customer' }],
	])('%j lets one through, %j does not; records pass both', (wanted, unwanted) => {
		expect(passes(STATUS, wanted)).toBe(true);
		expect(passes(STATUS, unwanted)).toBe(false);
		expect([passes(RECORD, wanted), passes(EMPTY_RECORD, unwanted)]).toEqual([true, true]);
	});

	it('drop a status nobody knows', () => {
		const held = { ...STATUS, status: 'hold' };
		expect(passes(held, { statuses: ['ringing', 'answered', 'hungUp'] })).toBe(false);
		expect(passes(held, {})).toBe(true);
	});

	it('drop a status that does not say the leg', () => {
		expect(passes(EMPTY_STATUS, { legs: ['agent', 'customer'] })).toBe(false);
	});
});

describe('filters of call records', () => {
	it.each<[Filters, Partial<CallRecord>]>([
		[{ answeredOnly: true }, { answered: false, talkSeconds: 0 }],
		[{ withRecordingOnly: true }, { recording: null }],
		[{ minTalkSeconds: 10 }, { talkSeconds: 9 }],
		[{ minTalkSeconds: 10 }, { talkSeconds: 9.99 }],
		[{ minTalkSeconds: 1 }, { talkSeconds: 0 }],
		[{ minTalkSeconds: 1 }, { talkSeconds: null }],
		[{ minTalkSeconds: 0.5 }, { talkSeconds: 0 }],
		[{ hangupCauses: [10001] }, { hangupCause: { code: 10005, name: 'User Timed Out' } }],
		[{ hangupCauses: [10005, 10001] }, { hangupCause: null }],
		[{ outcomes: ['answered', 'busy'] }, { outcome: 'noAnswer' }],
		[{ outcomes: 'answered' }, { outcome: 'other' }],
		[{ minTalkSeconds: '10' }, { talkSeconds: 9 }],
		[{ hangupCauses: '10001' }, { hangupCause: null }],
		[{ hangupCauses: '10005、10001' }, { hangupCause: { code: 10006, name: 'User Is Busy' } }],
		[{ minTalkSeconds: '１０' }, { talkSeconds: 9 }],
		[{ answeredOnly: 'true' }, { answered: false, talkSeconds: 0 }],
		[{ withRecordingOnly: 1 }, { recording: null }],
	])('%j lets one through, but not with %j; statuses pass', (filters, changes) => {
		expect(passes(RECORD, filters)).toBe(true);
		expect(passes({ ...RECORD, ...changes }, filters)).toBe(false);
		expect([passes(STATUS, filters), passes(EMPTY_STATUS, filters)]).toEqual([true, true]);
	});

	it('take a record of no talk at a minimum of 0', () => {
		expect(passes({ ...RECORD, talkSeconds: 0 }, { minTalkSeconds: 0 })).toBe(true);
		expect(passes(EMPTY_RECORD, { minTalkSeconds: 0 })).toBe(true);
	});

	it('take a recording that is known by its address only', () => {
		const recording = { fileName: null, downloadIp: null, url: 'http://127.0.0.1/1.mp3' };
		expect(passes({ ...RECORD, recording }, { withRecordingOnly: true })).toBe(true);
	});
});

it.each<[string, Filters]>([
	['no filter', {}],
	['every filter empty', EVERY_FILTER],
	['lists of blanks and commas', { ...EVERY_FILTER, extensions: ' , ', companyCodes: ',,' }],
])('%s lets everything through', (_what, filters) => {
	for (const item of [STATUS, EMPTY_STATUS, RECORD, EMPTY_RECORD]) {
		expect(passes(item, filters)).toBe(true);
	}
});

describe('several filters', () => {
	const filters: Filters = {
		statuses: ['ringing'],
		directions: ['outbound'],
		extensions: '20280003',
		answeredOnly: true,
		minTalkSeconds: 5,
	};

	it('let through what passes all of its own', () => {
		expect([passes(STATUS, filters), passes(RECORD, filters)]).toEqual([true, true]);
	});

	it.each<Partial<ExtensionStatus>>([
		{ status: 'answered' },
		{ direction: 'inbound' },
		{ extension: '1' },
	])('drop a status with %j', (changes) => {
		expect(passes({ ...STATUS, ...changes }, filters)).toBe(false);
	});

	it.each<Partial<CallRecord>>([
		{ direction: 'inbound' },
		{ extension: '1' },
		{ answered: false },
		{ talkSeconds: 4 },
	])('drop a record with %j', (changes) => {
		expect(passes({ ...RECORD, ...changes }, filters)).toBe(false);
	});
});

it.each([-5, 0, null])(
	'lets a record of %p talk seconds through while no minimum is set',
	(talkSeconds) => {
		expect(passes({ ...RECORD, talkSeconds }, {})).toBe(true);
		expect(passes({ ...RECORD, talkSeconds }, { minTalkSeconds: 1 })).toBe(false);
	},
);

describe('a filter that cannot be read', () => {
	const named = (message: string) => ({
		level: 'input',
		code: 'INPUT',
		message,
		advice: expect.any(String),
	});

	it.each<[Filters, string]>([
		[{ extensions: 'abc' }, 'Extensions contains “abc”, which is not a valid number'],
		[{ extensions: '7003, 70o4' }, 'Extensions contains “70o4”, which is not a valid number'],
		[{ extensions: '7003-7005' }, 'Extensions contains “7003-7005”, which is not a valid number'],
		[{ extensions: ['7003', null, '*'] }, 'Extensions contains “*”, which is not a valid number'],
		[{ extensions: true }, 'Extensions contains “true”, which is not a valid number'],
		[{ extensions: 7003.5 }, 'Extensions contains “7003.5”, which is not a valid number'],
		[{ extensions: -1 }, 'Extensions contains “-1”, which is not a valid number'],
		[
			{ extensions: '1@extGroup-1' },
			'Extensions contains “1@extGroup-1”, which is not a valid number',
		],
		[{ companyCodes: '2028，公司' }, 'Company Codes contains “公司”, which is not a valid number'],
		[
			{ companyCodes: { code: 1 } },
			'Company Codes contains “{"code":1}”, which is not a valid number',
		],
		[{ statuses: 'ring' }, 'Statuses contains “ring”, which is not a valid choice'],
		[
			{ statuses: ['ringing', 'Answered'] },
			'Statuses contains “Answered”, which is not a valid choice',
		],
		[{ legs: 'true' }, 'Legs contains “true”, which is not a valid choice'],
		[{ legs: ['agents'] }, 'Legs contains “agents”, which is not a valid choice'],
		[{ directions: 'callout' }, 'Directions contains “callout”, which is not a valid choice'],
		[{ directions: ['inbound', 2] }, 'Directions contains “2”, which is not a valid choice'],
		[{ callMethods: 'API Call' }, 'Call Methods contains “API Call”, which is not a valid choice'],
		[{ callMethods: [7] }, 'Call Methods contains “7”, which is not a valid choice'],
		[
			{ callMethods: 'constructor' },
			'Call Methods contains “constructor”, which is not a valid choice',
		],
		[
			{ hangupCauses: '10001 or 10005' },
			'Hang-Up Causes contains “10001 or 10005”, which is not a valid choice',
		],
		[
			{ hangupCauses: '10001，User Is Busy' },
			'Hang-Up Causes contains “User Is Busy”, which is not a valid choice',
		],
		[
			{ hangupCauses: [10001, 99999] },
			'Hang-Up Causes contains “99999”, which is not a valid choice',
		],
		[{ minTalkSeconds: 'ten' }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: '10s' }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: Infinity }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: NaN }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: [10, 20] }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: true }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: '1e99' }, 'Minimum Talk Time (Seconds) is not a number'],
		[{ minTalkSeconds: -5 }, 'Minimum Talk Time (Seconds) is too small'],
		[{ answeredOnly: 'yes' }, 'Answered Only is neither true nor false'],
		[{ answeredOnly: null }, 'Answered Only is neither true nor false'],
		[{ answeredOnly: undefined }, 'Answered Only is neither true nor false'],
		[{ withRecordingOnly: '' }, 'With Recording Only is neither true nor false'],
		[{ withRecordingOnly: 'FALSE' }, 'With Recording Only is neither true nor false'],
	])('is named, and lets everything through: %j', (filters, message) => {
		expect(checkFilters(filters)).toEqual(named(message));
		for (const item of [STATUS, EMPTY_STATUS, RECORD, EMPTY_RECORD]) {
			expect(passes(item, filters)).toBe(true);
		}
	});

	it('leaves the others as they are', () => {
		const filters = { extensions: 'abc', directions: ['inbound'], answeredOnly: 'maybe' };
		expect(passes(RECORD, filters)).toBe(false);
		expect(passes({ ...RECORD, direction: 'inbound' }, filters)).toBe(true);
	});

	it('is the first that is named of several', () => {
		expect(checkFilters({ extensions: 'abc', legs: 'x', minTalkSeconds: 'y' })).toEqual(
			named('Legs contains “x”, which is not a valid choice'),
		);
	});

	it.each<Filters>([
		{},
		EVERY_FILTER,
		{ statuses: null, extensions: undefined, minTalkSeconds: null },
		{ extensions: ' ，\n', minTalkSeconds: ' ' },
		{ answeredOnly: 'false', withRecordingOnly: 0, minTalkSeconds: '2.5' },
		{ statuses: 'ringing, answered', hangupCauses: '10001、10005', callMethods: ['0', 6] },
		{ extensions: [7003, '7004'], companyCodes: 2028 },
	])('is none of these: %j', (filters) => {
		expect(checkFilters(filters)).toBeUndefined();
	});
});

it.each<Filters>([{ answeredOnly: 'false' }, { withRecordingOnly: 'false' }, { answeredOnly: 0 }])(
	'%j is off',
	(filters) => {
		expect(passes(EMPTY_RECORD, filters)).toBe(true);
	},
);

/** If the provider sent a value that cannot be read, the callback is not dropped. */
describe('what cannot be judged passes', () => {
	const judged = (raw: RawCallback, filters: Filters): boolean => {
		const event = 'status' in raw ? 'extensionStatus' : 'callRecord';
		return passes(normalize(event, raw, ZONE), filters);
	};
	const answertime = '2020-02-09 12:32:51';

	it.each<[Filters, string, RawCallback, RawCallback]>([
		[{ minTalkSeconds: 10 }, 'talk time', { billsec: '23s' }, { billsec: '' }],
		[{ minTalkSeconds: 10 }, 'talk time', { BillSec: 'a few' }, { billsec: 'null' }],
		[{ minTalkSeconds: 10 }, 'talk time', { billsec: '23s' }, { billsec: 5, BillSec: '23s' }],
		[{ answeredOnly: true }, 'talk time', { billsec: '23s', answertime }, { billsec: '23s' }],
		[
			{ answeredOnly: true },
			'answer',
			{ billsec: '23s', answertime: 'soon' },
			{ billsec: '', answertime },
		],
		[{ hangupCauses: [10001] }, 'hang-up cause', { hangupcause: 'busy' }, { hangupcause: '' }],
		[
			{ outcomes: ['answered'] },
			'answer',
			{ billsec: '23s', answertime: 'soon' },
			{ billsec: '', answertime: 'soon' },
		],
		[
			{ outcomes: ['busy'] },
			'answer',
			{ billsec: '23s', answertime: 'soon' },
			{ billsec: '23s', answertime, AnswerTime: 'soon' },
		],
		[
			{ outcomes: ['rejected'] },
			'hang-up direction',
			{ billsec: 0, hangupcause: 10001, hangupdirection: 'callee' },
			{ billsec: 0, hangupcause: 10001, hangupdirection: '' },
		],
		[{ outcomes: ['busy'] }, 'hang-up cause', { hangupcause: 'busy' }, { hangupcause: '' }],
		[{ callMethods: [6] }, 'call method', { callmethod: 'api' }, { callmethod: null }],
		[{ callMethods: [6] }, 'call method', { status: 'ring', method: '-1' }, { status: 'ring' }],
		[{ legs: ['agent'] }, 'leg', { status: 'ring', isbleg: 'b' }, { status: 'ring', isbleg: '' }],
	])('%j: a %s that cannot be read, %j, but not %j', (filters, _what, unreadable, unset) => {
		expect(judged(unreadable, filters)).toBe(true);
		expect(judged(unset, filters)).toBe(false);
	});
});

describe('filters of campaign statuses', () => {
	const ended = normalize('campaignStatus', body('campaign-ended'), ZONE);

	it('are the company codes alone', () => {
		const others = { directions: ['inbound'], extensions: '1', statuses: ['ringing'] };
		expect(passes(ended, { ...EVERY_FILTER, ...others } as Filters)).toBe(true);
		expect(passes(ended, { ...EVERY_FILTER, companyCodes: ended.companyCode! })).toBe(true);
		expect(passes(ended, { ...EVERY_FILTER, companyCodes: '9999' })).toBe(false);
	});
});
