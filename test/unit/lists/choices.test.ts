import {
	campaignChoices,
	choicesBy,
	isOldestFirst,
	matching,
} from '../../../nodes/YunhuVoice/lists/choices';

const named = (...names: string[]) => names.map((name) => ({ name, value: name }));

it('choices are made of one field, in any form; rows without it are left out', () => {
	const rows = [{ extnumber: '1' }, { ExtNumber: 2 }, { extnumber: null }, { name: 'x' }];
	expect(choicesBy('extnumber')(rows)).toEqual(named('1', '2'));
});

describe('campaigns', () => {
	const OLD = { taskid: '1', taskname: 'old', createtime: '2024-01-01 08:00:00' };
	const NEW = { taskid: '2', taskname: 'new', createtime: '2024-02-01 08:00:00' };

	it.each([[[OLD, NEW]], [[NEW, OLD]]])('%j are the newest first, with their date', (rows) => {
		expect(campaignChoices(rows)).toEqual([
			{ name: 'new (2024-02-01 08:00)', value: '2' },
			{ name: 'old (2024-01-01 08:00)', value: '1' },
		]);
	});

	it('without name or date are named by what there is', () => {
		expect(campaignChoices([{ taskid: 7 }, { taskname: 'no id' }])).toEqual(named('7'));
	});

	it('of the same moment are in the order of their ids', () => {
		const rows = ['1', '3', '2'].map((taskid) => ({ ...OLD, taskid }));
		expect(campaignChoices(rows).map(({ value }) => value)).toEqual(['3', '2', '1']);
	});

	it.each([
		[[OLD, NEW], true],
		[[NEW, OLD], false],
		[[OLD, OLD, NEW], true],
		[[NEW, NEW, OLD], false],
		[[OLD], false],
		[[], false],
		[[{ taskid: '1' }, { taskid: '2' }], false],
	])('%j: the oldest first: %j', (rows, expected) => {
		expect(isOldestFirst(rows)).toBe(expected);
	});
});

it('a name that is a word for “no value” is a name', () => {
	expect(choicesBy('name')([{ name: 'none' }])).toEqual([{ name: 'none', value: 'none' }]);
	expect(campaignChoices([{ taskid: '1', taskname: 'NULL' }])).toEqual([
		{ name: 'NULL', value: '1' },
	]);
});

describe('what is typed', () => {
	const CHOICES = [
		{ name: 'Sales (2024-01-01 08:00)', value: '20240101' },
		{ name: '售后', value: '20240202' },
	];

	it.each([
		[undefined, 2],
		['', 2],
		['  ', 2],
		['sales', 1],
		['ＳＡＬＥＳ', 1],
		['售', 1],
		['0202', 1],
		['nobody', 0],
	])('%j finds %d', (typed, count) => {
		expect(matching(CHOICES, typed)).toHaveLength(count);
	});
});
