import { plain, splitList, withoutPadding } from '../../../nodes/YunhuVoice/shared/text';

describe('a list', () => {
	it.each([
		['commas', '7003,7004'],
		['commas and blanks', ' 7003 , 7004 '],
		['full-width commas', '7003，7004'],
		['enumeration commas', '7003、7004'],
		['semicolons', '7003;7004'],
		['full-width semicolons', '7003；7004'],
		['half-width enumeration commas', '7003､7004'],
		['small and vertical forms', '7003﹐7004'],
		['blanks', '7003 7004'],
		['ideographic blanks', '7003\u30007004'],
		['fixed blanks', '7003\u00a07004'],
		['tabs', '7003\t7004'],
		['line breaks', '7003\n7004'],
		['line breaks of Windows', '7003\r\n7004\r\n'],
		['line separators', '7003\u20287004'],
		['all of them', '，,7003 、\t；\r\n;7004、'],
	])('is split at %s', (_what, text) => {
		expect(splitList(text)).toEqual(['7003', '7004']);
	});

	it.each([
		['full-width digits', '７００３，７００４'],
		['zero-width blanks', '70\u200b03,\ufeff7004\u200d'],
		['marks of the writing direction', '\u202a7003\u202c,\u200e7004'],
		['soft hyphens', '70\u00ad03,7004'],
	])('with %s holds plain digits', (_what, text) => {
		expect(splitList(text)).toEqual(['7003', '7004']);
	});

	it.each(['', ' ', ',', '，、；;\n\t', '\u200b'])('of %j is empty', (text) => {
		expect(splitList(text)).toEqual([]);
	});

	it.each(['2001:db8::/32', '203.0.113.0/24', 'a-b', 'A100', '通话', '7003|7004'])(
		'does not split %s',
		(text) => {
			expect(splitList(text)).toEqual([text]);
		},
	);
});

it.each([
	['２０３．０．１１３．７／２４', '203.0.113.7/24'],
	['２００１：ｄｂ８', '2001:db8'],
	[' 10 ', '10'],
	['1²', '1²'],
	['张', '张'],
])('%j is written plainly as %j', (text, written) => {
	expect(plain(text)).toBe(written);
});

describe('padding', () => {
	it.each([
		['', ''],
		['\0 \n', ''],
		['\0\0a b\0c \0', 'a b\0c'],
		['\ufeffa', 'a'],
	])('of %j is dropped: %j', (text, rest) => {
		expect(withoutPadding(text)).toBe(rest);
	});

	it('is found at once, however many blanks are inside', () => {
		const text = `a${' '.repeat(500_000)}b`;
		const start = Date.now();
		expect(withoutPadding(text)).toBe(text);
		expect(Date.now() - start).toBeLessThan(1000);
	});
});
