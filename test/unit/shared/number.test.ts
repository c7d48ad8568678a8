import { numberIn } from '../../../nodes/YunhuVoice/shared/number';

it.each([
	[5, 5],
	[-1.5, -1.5],
	['5', 5],
	[' 12 ', 12],
	['+5', 5],
	['-5', -5],
	['1.25', 1.25],
	['007', 7],
])('%j is %d', (written, value) => {
	expect(numberIn(written)).toBe(value);
});

it.each([
	'',
	' ',
	'five',
	'5 calls',
	'x5',
	'1e3',
	'0x10',
	'1.',
	'.5',
	'1,5',
	'5\n6',
	'Infinity',
	true,
	null,
	undefined,
	['5'],
	{},
])('%j is no number', (written) => {
	expect(numberIn(written)).toBeNaN();
});
