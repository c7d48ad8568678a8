import { parseCsv, tableOf } from '../../support/examples/csv';

describe('parseCsv', () => {
	it.each([
		[
			'a,b\n1,2\n',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		[
			'a,b\r\n1,2',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		[',,\n', [['', '', '']]],
		['a,\n', [['a', '']]],
		['a,', [['a', '']]],
		['"a, ""b""\nc",d\n', [['a, "b"\nc', 'd']]],
		['a\n\n\nb\n', [['a'], ['b']]],
		['', []],
	])('reads %j', (text, records) => {
		expect(parseCsv(text)).toEqual(records);
	});

	it('does not guess at a text that is no CSV', () => {
		expect(() => parseCsv('a,"b')).toThrow('from character 2 on');
		expect(() => parseCsv('a\n"b"c\n')).toThrow('from character 2 on');
	});
});

describe('tableOf', () => {
	it('gives every column the width of its longest value', () => {
		expect(
			tableOf([
				['number', 'key'],
				['12025550101', '1'],
				['1', ''],
			]),
		).toEqual(['number       key', '-----------  ---', '12025550101  1', '1']);
	});
});
