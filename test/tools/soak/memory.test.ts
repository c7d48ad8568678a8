import { isFlat, quartersOf } from './memory';

const times = (count: number, value: number): number[] => Array<number>(count).fill(value);

it('the second and the last quarter are compared by their medians', () => {
	const series = [
		...times(5, 900),
		100,
		101,
		999,
		102,
		103,
		...times(5, 500),
		110,
		1,
		111,
		112,
		113,
	];
	expect(quartersOf(series)).toEqual({ second: 102, last: 111 });
});

it.each<[string, number[]]>([
	['stays', times(20, 500)],
	['falls', [...times(15, 500), ...times(5, 400)]],
	['grows while it warms up', [...times(5, 200), ...times(15, 500)]],
	['grows by a tenth', [...times(15, 500), ...times(5, 550)]],
	['has peaks', [...times(17, 500), 900, 900, 500]],
])('memory that %s is flat', (_what, series) => {
	expect(isFlat(series)).toBe(true);
});

it.each<[string, number[]]>([
	['grows by more than a tenth', [...times(15, 500), ...times(5, 551)]],
	['grows all the time', Array.from({ length: 40 }, (_, n) => 300 + 10 * n)],
	['nobody has looked at', []],
])('memory that %s is not', (_what, series) => {
	expect(isFlat(series)).toBe(false);
});
