import fc from 'fast-check';
import { cleanDestination } from '../../../nodes/YunhuVoice/actions/call/destination';
import { isAllowed, parseDestinations } from '../../../nodes/YunhuVoice/limits/destinations';
import { holds } from '../../support/holds';

const digits = (minLength: number, maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

const mobile = fc
	.tuple(fc.constantFrom(...'3456789'), digits(9, 9))
	.map((parts) => `1${parts.join('')}`);
const landline = fc
	.tuple(fc.constantFrom('10', '21', '755'), digits(6, 7))
	.map((parts) => `${parts.join('')}8`);

/** Spellings of a number of China, with the digits that are sent for it where the country code is 86. */
const spelling = fc.oneof(
	fc
		.tuple(
			mobile,
			fc.constantFrom(
				(number: string) => number,
				(number: string) => `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`,
				(number: string) => `+86 ${number}`,
				(number: string) => `+86${number}`,
				(number: string) => `0086 ${number}`,
				(number: string) => `（+86）${number}`,
				(number: string) => `tel:+86-${number.slice(0, 3)} ${number.slice(3)}`,
				(number: string) => `+86 0${number}`,
			),
		)
		.map(([number, write]) => ({ written: write(number), sent: number })),
	fc
		.tuple(
			landline,
			fc.constantFrom(
				(number: string) => `0${number}`,
				(number: string) => `+86 ${number}`,
				(number: string) => `+860${number}`,
				(number: string) => `0086${number}`,
			),
		)
		.map(([number, write]) => ({ written: write(number), sent: `0${number}` })),
);

const separator = fc.constantFrom(',', ', ', '，', ';', '；', '、', ' ', '\n', '\t', ' ,, ');
const wide = (text: string) =>
	text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));

it('a number in any spelling may be called if what is sent for it begins with one of the entries', () => {
	let allowed = 0;
	const lists = fc.array(fc.oneof(digits(1, 4), fc.constantFrom('13', '15', '010', '0755', '1')), {
		minLength: 1,
		maxLength: 5,
	});
	holds(
		fc.property(
			spelling,
			lists,
			separator,
			fc.boolean(),
			({ written, sent }, entries, between, isWide) => {
				const text = entries.map((entry) => (isWide ? wide(entry) : entry)).join(between);
				const destinations = parseDestinations(text);
				expect(destinations).toEqual(entries);
				const dialling = { countryCode: '86', trunkPrefix: '' };
				const number = cleanDestination(written, 'Number', { ok: true, value: { dialling } });
				expect(number).toEqual({ ok: true, value: sent });
				const expected = entries.some((entry) => sent.slice(0, entry.length) === entry);
				expect(isAllowed(destinations!, sent)).toBe(expected);
				if (expected) allowed += 1;
			},
		),
		1_000,
	);
	expect(allowed).toBeGreaterThan(200);
});

it('a list with anything but digits in it cannot be read', () => {
	const sign = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
		.filter((text) => parseDestinations(`1${text}2`) === undefined);
	holds(
		fc.property(digits(1, 5), sign, digits(1, 5), (one, between, other) => {
			expect(parseDestinations(`133, ${one}${between}${other}`)).toBeUndefined();
		}),
		300,
	);
	for (const text of ['', ' ', ',', '+86', '13-3', '133*', '一三三', '133x']) {
		expect(parseDestinations(text)).toBeUndefined();
	}
});
