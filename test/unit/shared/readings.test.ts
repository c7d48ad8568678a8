import type { INodeProperties } from 'n8n-workflow';
import {
	asWords,
	FAILED,
	fieldsOf,
	firstProblem,
	readChoices,
	readNumber,
	readNumbers,
	readSwitch,
} from '../../../nodes/YunhuVoice/shared/readings';

const choice = (value: string) => ({ name: value, value });

const EVENTS: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: ['ring', 'answer', 'hangUp', 'other'].map(choice),
	default: [],
};
const GROUPS: INodeProperties = { ...EVENTS, displayName: 'Groups', name: 'groups' };
const FILTERS: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	options: [EVENTS, GROUPS],
	default: {},
};

const problem = (message: string, advice: string) => ({
	level: 'input',
	code: 'INPUT',
	message,
	advice,
});

it('finds the field of a collection by its name', () => {
	expect(fieldsOf(FILTERS)('groups')).toBe(GROUPS);
	expect(fieldsOf(FILTERS)('events')).toBe(EVENTS);
});

describe('the first problem of a collection', () => {
	const readers = {
		events: ({ events }: Record<string, unknown>) => readChoices(events, EVENTS),
		groups: ({ groups }: Record<string, unknown>) => readNumbers(groups, GROUPS),
	};
	const first = (collection: Record<string, unknown>) =>
		firstProblem(collection, readers, fieldsOf(FILTERS));

	it('is none where everything can be read', () => {
		expect(first({ events: ['ring'], groups: '1, 2' })).toBeUndefined();
	});

	it('is the expression that fails', () => {
		expect(first({ events: 'ring', groups: FAILED })).toEqual(
			problem('The expression in Groups fails', 'Correct the expression.'),
		);
	});

	it('is the first setting that cannot be read', () => {
		expect(first({ events: 'ring', groups: 'x' })).toEqual(
			problem(
				'Groups contains “x”, which is not a valid number',
				'Write digits alone, with commas between the numbers.',
			),
		);
		expect(first({ events: 'x', groups: FAILED })?.message).toContain('Events contains');
	});
});

describe('a switch', () => {
	it.each<[Record<string, unknown>, boolean]>([
		[{ events: true }, true],
		[{ events: 'false' }, false],
		[{}, true],
	])('%j is %j', (collection, value) => {
		expect(readSwitch(collection, EVENTS, true)).toEqual({ value });
	});

	it('that cannot be read counts as the standard', () => {
		expect(readSwitch({ events: 'x' }, EVENTS, true)).toEqual({
			value: true,
			problem: expect.objectContaining({ level: 'input' }),
		});
	});
});

describe('a multiple choice', () => {
	it.each<[unknown, string[]]>([
		[[], []],
		['', []],
		['ring', ['ring']],
		['ring, answer;hangUp\nother', ['ring', 'answer', 'hangUp', 'other']],
		[
			[['ring'], 'answer'],
			['ring', 'answer'],
		],
	])('%j', (written, words) => {
		expect(readChoices(written, EVENTS)).toEqual({ value: new Set(words) });
		expect(asWords(written)).toEqual(words);
	});

	it('with a word that is none lets everything through and quotes the whole entry', () => {
		expect(readChoices('ring,  User Is Busy ; answer', EVENTS)).toEqual({
			value: new Set(),
			problem: problem(
				'Events contains “User Is Busy”, which is not a valid choice',
				'Choose from the list; an expression gives values such as ring, answer, hangUp.',
			),
		});
	});

	it('quotes no more than 60 characters', () => {
		expect(readChoices('x'.repeat(61), EVENTS).problem?.message).toContain(`“${'x'.repeat(60)}”`);
	});
});

describe('a number', () => {
	it.each<[unknown, number]>([
		['2', 2],
		[0, 0],
		[' ２.25 ', 2.25],
	])('%j is %j', (written, value) => {
		expect(readNumber(written, EVENTS, 9, { atLeast: 0 })).toEqual({ value });
	});

	it.each<[unknown, Parameters<typeof readNumber>[3], string, string]>([
		['x', { atLeast: 1 }, 'Events is not a number', 'of 1 or more'],
		['1e3', { atLeast: 1 }, 'Events is not a number', 'of 1 or more'],
		['0.5', { atLeast: 1 }, 'Events is too small', 'of 1 or more'],
		['0', { above: 0 }, 'Events is too small', 'above 0'],
		['-1', { above: 0 }, 'Events is too small', 'above 0'],
	])('%j is none that is %j', (written, range, message, bound) => {
		expect(readNumber(written, EVENTS, 9, range)).toEqual({
			value: 9,
			problem: problem(message, `Write a number ${bound}, or remove Events.`),
		});
	});

	it('above a limit is taken', () => {
		expect(readNumber('0.1', EVENTS, 9, { above: 0 })).toEqual({ value: 0.1 });
	});
});
