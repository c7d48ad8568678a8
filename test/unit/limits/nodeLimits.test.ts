import {
	type NodeLimits,
	readNodeLimits,
	refusalOfNodeTime,
} from '../../../nodes/YunhuVoice/limits/nodeLimits';
import type { Failure } from '../../../nodes/YunhuVoice/shared/result';

const SHANGHAI = 'Asia/Shanghai';

function limitsOf(options: object, credentialZone: string | undefined = SHANGHAI): NodeLimits {
	const read = readNodeLimits(options as never, credentialZone);
	if (!read.ok) throw new Error(read.failure.message);
	return read.value;
}

function failureOf(options: object, credentialZone: string | undefined = SHANGHAI): Failure {
	const read = readNodeLimits(options as never, credentialZone);
	if (read.ok) throw new Error('the options were read');
	return read.failure;
}

it('without an option there is no limit', () => {
	const none = { hours: undefined, oncePerNumber: false, maxCalls: 0, countsCalls: false };
	expect(limitsOf({})).toEqual(none);
	expect(limitsOf({ concurrency: 5, customData: 'x' })).toEqual(none);
	expect(refusalOfNodeTime(limitsOf({}), Date.now())).toBeUndefined();
});

describe('hours', () => {
	const NINE_TO_NOON = [{ start: 540, end: 720 }];
	const EVERY_DAY = new Set([1, 2, 3, 4, 5, 6, 7]);

	it('count every day, in the zone of the credential or in their own', () => {
		const callingHours = ' 09:00－12:00 ';
		expect(limitsOf({ callingHours }).hours).toEqual({
			ranges: NINE_TO_NOON,
			days: EVERY_DAY,
			zone: SHANGHAI,
		});
		expect(limitsOf({ callingHours, callingTimeZone: ' Asia/Tokyo ' }, undefined).hours).toEqual({
			ranges: NINE_TO_NOON,
			days: EVERY_DAY,
			zone: 'Asia/Tokyo',
		});
	});

	it('have to be in some zone', () => {
		const read = readNodeLimits({ callingHours: '09:00-12:00' }, undefined);
		expect(read).toMatchObject({
			ok: false,
			failure: {
				code: 'INPUT',
				level: 'input',
				message:
					'Calling Time Zone in the options of this node is missing, and the credential has no zone to use',
				advice:
					'Enter area and city, such as Asia/Shanghai. Until then this item is refused. If you want no limit, remove the option.',
			},
		});
	});

	it('a zone without hours is refused: it would keep nobody from being called at night', () => {
		expect(failureOf({ callingTimeZone: 'Asia/Tokyo' })).toMatchObject({
			code: 'INPUT',
			message: 'Calling Time Zone in the options of this node has no Calling Hours to go with',
			advice: expect.stringMatching(/^Add the option Calling Hours\. /),
		});
	});

	it('refuse a moment outside of them, in words that say when', () => {
		const limits = limitsOf({ callingHours: '09:00-12:00', callingTimeZone: 'Asia/Tokyo' });
		const noonInTokyo = Date.parse('2026-11-26T03:00:00Z');
		expect(refusalOfNodeTime(limits, noonInTokyo - 1)).toBeUndefined();
		expect(refusalOfNodeTime(limits, noonInTokyo)).toEqual({
			level: 'input',
			code: 'OUTSIDE_CALLING_HOURS',
			message:
				'Calling Hours in the options of this node allow no calls at this time (Thursday 12:00 in Asia/Tokyo)',
			advice:
				'Calls are allowed 09:00-12:00 (Asia/Tokyo). Nobody was called. Call this number at that time; until then it is refused again.',
		});
	});
});

it.each([
	[0, 0],
	['0', 0],
	[3, 3],
	[' 25 ', 25],
	['3.0', 3],
])('Max Calls %j is %d', (maxCalls, count) => {
	expect(limitsOf({ maxCalls })).toMatchObject({ maxCalls: count, countsCalls: true });
});

it.each([
	[true, true],
	[false, false],
	['true', true],
	['false', false],
	[1, true],
	[0, false],
])('Once per Number %j is %j', (oncePerNumber, isOn) => {
	expect(limitsOf({ oncePerNumber })).toMatchObject({ oncePerNumber: isOn, countsCalls: true });
});

const FIELDS = {
	callingHours: ['Calling Hours', 'Write it like 09:00-12:00, 14:00-20:00.'],
	callingTimeZone: ['Calling Time Zone', 'Enter area and city, such as Asia/Shanghai.'],
	maxCalls: ['Max Calls', 'Enter a whole number of calls; 0 means no limit.'],
	oncePerNumber: ['Once per Number', 'Turn it on or off; an expression gives true or false.'],
} as const;

const inField = (name: keyof typeof FIELDS, value: unknown) => ({
	...(name === 'callingTimeZone' && { callingHours: '09:00-12:00' }),
	[name]: value,
});

describe.each(Object.keys(FIELDS) as Array<keyof typeof FIELDS>)('%s', (name) => {
	const [label, how] = FIELDS[name];

	it.each([undefined, null, '', ' ', '\u200B', []])('is refused if it is blank: %j', (value) => {
		expect(failureOf(inField(name, value))).toEqual({
			level: 'input',
			code: 'INPUT',
			message: `${label} in the options of this node is blank, or its expression returns nothing`,
			advice: `${how} Until then this item is refused. If you want no limit, remove the option.`,
		});
	});

	it.each([{}, ['09:00-12:00', 'x'], 'none', '-', { length: 3 }])(
		'is refused if it cannot be read: %j',
		(value) => {
			const shown = typeof value === 'string' ? `: “${value}”` : '';
			expect(failureOf(inField(name, value))).toMatchObject({
				code: 'INPUT',
				message: `${label} in the options of this node cannot be read${shown}`,
			});
		},
	);
});

it.each<[keyof typeof FIELDS, unknown]>([
	['callingHours', 900],
	['callingHours', '09:00-09:00'],
	['callingTimeZone', 'CST'],
	['callingTimeZone', 'Asia/Nowhere'],
	['maxCalls', -1],
	['maxCalls', 1.5],
	['maxCalls', '3 calls'],
	['maxCalls', NaN],
	['maxCalls', Infinity],
	['maxCalls', true],
	['oncePerNumber', 'yes'],
	['oncePerNumber', 2],
])('%s: %j is refused', (name, value) => {
	expect(failureOf(inField(name, value))).toMatchObject({
		code: 'INPUT',
		message: expect.stringContaining(`${FIELDS[name][0]} in the options of this node cannot be`),
	});
});

it('shows the beginning of a wrong value alone', () => {
	const { message } = failureOf({ callingHours: 'x'.repeat(61) });
	expect(message).toMatch(/“x{60}”$/);
});
