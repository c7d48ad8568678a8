import fc from 'fast-check';
import { cleanNumber } from '../../../nodes/YunhuVoice/actions/call/number';

const NAME = 'Destination Number';

/** Returns the number to dial, or `undefined` if the text is refused. */
const dialled = (written: unknown): string | undefined => {
	const number = cleanNumber(written, NAME);
	return number.ok ? number.value : undefined;
};

/** Returns the digits of a text in order, full-width ones included. No other character is a digit. */
const digitsOf = (text: string): string =>
	text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).replace(/[^0-9]/g, '');

/**
 * Returns what may be dialled: the grammar may drop a zero after a country code, and a decimal zero. This function shares
 * no code with the grammar.
 */
function mayBeDialled(text: string): string[] {
	const whole = digitsOf(text.replace(/[.．][\s\u200B\u2060]*[0０][\s\u200B\u2060\u00AD]*$/, ''));
	const isInternational = /[+＋]/.test(text) || whole.startsWith('00');
	if (!isInternational) return [whole];
	const start = whole.startsWith('00') ? 2 : 0;
	return [
		whole,
		...[1, 2, 3].flatMap((length) => {
			const at = start + length;
			return whole[at] === '0' ? [whole.slice(0, at) + whole.slice(at + 1)] : [];
		}),
	];
}

const digits = (minLength: number, maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

const separator = fc.constantFrom(
	...[' ', '-', '.', ' - ', '–', '\u00A0', '\u3000', '－', '\u200B', '\u00AD', '\u2060'],
);

/** Almost numbers: random mixtures of what people put into a cell. */
const cell = fc
	.array(
		fc.oneof(
			{ weight: 4, arbitrary: digits(1, 8) },
			{ weight: 3, arbitrary: separator },
			fc.constantFrom('+', '00', '(', ')', '（', '）', '(0)', '0', '.0', '44', '86', '39', '1'),
			fc.constantFrom(',', ';', '/', '\n', 'x', '转', 'e', 'E+10', '¹', '①', '−', '-', "'", 'tel:'),
			fc.constantFrom('１', '０', '\u200B', '٣', '．0', '#', '*', '\t', '\r\n'),
		),
		{ maxLength: 9 },
	)
	.map((parts) => parts.join(''));

it('dials no digit more, less or in another order than the text has, but for the zeros the documents name', () => {
	let taken = 0;
	fc.assert(
		fc.property(cell, (text) => {
			const number = dialled(text);
			if (number === undefined) return;
			taken += 1;
			expect(mayBeDialled(text)).toContain(number);
		}),
		{ numRuns: 20_000 },
	);
	expect(taken).toBeGreaterThan(1000);
});

it('dials 3 to 20 digits and nothing else', () => {
	fc.assert(
		fc.property(fc.oneof(cell, fc.string({ unit: 'binary' })), (text) => {
			expect(dialled(text) ?? '000').toMatch(/^\d{3,20}$/);
		}),
		{ numRuns: 10_000 },
	);
});

it('takes groups of up to 6 digits with a last one of any length, between any separators', () => {
	const groups = fc.tuple(fc.array(digits(1, 6), { maxLength: 3 }), digits(3, 8));
	fc.assert(
		fc.property(groups, separator, ([first, last], between) => {
			const all = [...first, last];
			const whole = all.join('');
			fc.pre(whole.length <= 15 && !whole.startsWith('00') && !/^0+$/.test(last));
			expect(dialled(all.join(between))).toBe(whole);
		}),
	);
});

it('takes nothing behind a complete number, whatever stands between', () => {
	fc.assert(
		fc.property(digits(7, 12), separator, digits(1, 12), (number, between, more) => {
			// Excludes decimal zeros, which may follow a number.
			fc.pre(!(between === '.' && more === '0'));
			expect(dialled(number + between + more)).toBeUndefined();
			expect(dialled(`${number}(${more})`)).toBeUndefined();
		}),
	);
});

it('takes no text with a sign between digits that is not a blank, dash, dot or bracket', () => {
	const sign = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
		.filter(
			(text) =>
				!/^[\d\s.()[\]【】+０-９．（）［］＋'‘’`]|^[\p{Pd}\p{Zs}\p{Cf}\p{Default_Ignorable_Code_Point}\u2212]/u.test(
					text,
				),
		);
	fc.assert(
		fc.property(digits(1, 6), sign, digits(1, 6), (one, between, other) => {
			expect(dialled(one + between + other)).toBeUndefined();
		}),
		{ numRuns: 2_000 },
	);
});

it('leaves exactly one zero out behind a country code that stands apart, however it is written', () => {
	const code = fc.constantFrom('1', '7', '20', '33', '44', '49', '86', '351', '852', '971');
	const form = fc.constantFrom(
		(area: string) => ` ${area}`,
		(area: string) => `-${area}`,
		(area: string) => ` (${area}) `,
		(area: string) => `(${area[0]})${area.slice(1)}`,
		(area: string) => ` (0) ${area.slice(1)}`,
	);
	const area = digits(1, 3).map((rest) => `0${rest.replace(/^0/, '1')}`);
	fc.assert(
		fc.property(
			fc.constantFrom('+', '00', '+ ', '00 '),
			code,
			area,
			digits(4, 8),
			form,
			(prefix, country, city, local, write) => {
				const text = `${prefix}${country}${write(city)} ${local}`;
				const kept = prefix.startsWith('0') ? '00' : '';
				expect(dialled(text)).toBe(kept + country + city.slice(1) + local);
			},
		),
	);
});

it('takes a number as it takes the same digits as text, up to 2^53', () => {
	fc.assert(
		fc.property(fc.integer({ min: 100, max: Number.MAX_SAFE_INTEGER }), (number) => {
			expect(dialled(number)).toBe(String(number));
		}),
	);
	fc.assert(
		fc.property(fc.double({ min: 2 ** 53, noNaN: true }), (number) => {
			expect(dialled(number)).toBeUndefined();
		}),
	);
});

it('is done with a text of any length in no time', () => {
	for (const part of ['1', '1 ', '(', '+', ' -', '1(1)', '.0', '(0)', '1,']) {
		expect(dialled(part.repeat(200_000))).toBeUndefined();
	}
});
