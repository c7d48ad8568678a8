import { type Filters, passes } from '../../../nodes/YunhuVoice/callbacks/filter';
import { normalize } from '../../../nodes/YunhuVoice/callbacks/normalize';
import type {
	CallRecord,
	ExtensionStatus,
	RawCallback,
} from '../../../nodes/YunhuVoice/callbacks/types';
import { fixture } from '../../fixtures/read';

const ZONE = 'Asia/Shanghai';

const body = (name: string) => fixture(`callbacks/${name}.json`) as RawCallback;

/** Ringing, of the agent's leg, outbound, method 6 of company 2028 and extension 20280003. */
const STATUS: ExtensionStatus = {
	...(normalize('extensionStatus', body('status-ringing-agent'), ZONE) as ExtensionStatus),
	status: 'ringing',
	leg: 'agent',
	direction: 'outbound',
	callMethod: { code: 6, name: 'IVR or Group Call' },
	extension: '20280003',
	companyCode: '2028',
};

/** Answered, 10 seconds long, recorded. */
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
		[{ directions: ['inbound', 'outbound'] }, { directions: ['out'] }],
		[{ callMethods: [6] }, { callMethods: [3] }],
		[{ callMethods: [0, 6] }, { callMethods: [0, 1, 2, 3, 4, 5] }],
		[{ extensions: '20280003' }, { extensions: '20280004' }],
		[{ extensions: ' 20280001 ,\n20280003 ' }, { extensions: '20280001, 20280002' }],
		[{ extensions: ',,20280003,' }, { extensions: '2028' }],
		[{ extensions: '20280003' }, { extensions: '202800031' }],
		[{ companyCodes: '2028' }, { companyCodes: '9017' }],
		[{ companyCodes: '9017, 2028' }, { companyCodes: '202, 028, 20280' }],
		// As expressions can give them.
		[{ directions: 'outbound' }, { directions: 'out' }],
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
		{ extensions: 'null, 20280003' },
		{ companyCodes: 'null, 2028' },
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
		[{ statuses: ['hungUp', 'ringing'] }, { statuses: ['ring'] }],
		[{ legs: ['agent'] }, { legs: ['customer'] }],
		[{ legs: ['customer', 'agent'] }, { legs: ['agents'] }],
	])('%j lets one through, %j does not; records pass both', (wanted, unwanted) => {
		expect(passes(STATUS, wanted)).toBe(true);
		expect(passes(STATUS, unwanted)).toBe(false);
		expect([passes(RECORD, wanted), passes(EMPTY_RECORD, unwanted)]).toEqual([true, true]);
	});

	it('drop a status nobody knows, unless it is named as received', () => {
		const held = { ...STATUS, status: 'hold' };
		expect(passes(held, { statuses: ['ringing', 'answered', 'hungUp'] })).toBe(false);
		expect(passes(held, { statuses: ['hold'] })).toBe(true);
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
		[{ minTalkSeconds: '10' }, { talkSeconds: 9 }],
		[{ hangupCauses: '10001' }, { hangupCause: null }],
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
