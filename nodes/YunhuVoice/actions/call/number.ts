import { COUNTRY_CODE, ZERO_IS_DIALLED } from '../../limits/countryCodes';
import { asSent, type Dialling, type PhoneNumber } from '../../limits/dialling';
import { INVISIBLE, withoutInvisibleAround } from '../../shared/invisible';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { halfWidth } from '../../shared/text';

/*
 * The grammar of phone numbers. A wrong digit is a paid call to a stranger, so only an unambiguous number is accepted; everything
 * else is refused with the reason.
 */

const FEWEST_DIGITS = 3;
const MOST_DIGITS = 20;
/** After `+` or `00`, as E.164 allows. */
const MOST_INTERNATIONAL_DIGITS = 15;

/** A group of this many digits is a complete number. Digits after it are an extension or a second number. */
const COMPLETE_DIGITS = 7;

const HOW_TO_WRITE =
	'Enter 3 to 20 digits, or at most 15 after + or 00. You can use spaces, hyphens, dots, a leading +, and one pair of brackets around the area code.';
const ONE_NUMBER = 'Pass one number per item: split the text before this node.';
const MAIN_NUMBER =
	'Enter the main number without the extension. If all digits belong to one number, write them without spaces or hyphens.';
const AS_TEXT =
	'Format the column of the spreadsheet as text, enter the number again in full, and read it as text.';

/** Why a text is not a phone number. */
interface Problem {
	/** Follows the field's name and the text in a sentence. */
	what: string;
	advice: string;
}

const unclear = (reason: string): Problem => ({
	what: `is not a phone number: ${reason}`,
	advice: HOW_TO_WRITE,
});
const shortened: Problem = {
	what: 'has been shortened by a spreadsheet and lost its last digits',
	advice: AS_TEXT,
};
const extension: Problem = { what: 'holds an extension', advice: MAIN_NUMBER };
const twoNumbers = (separator = ''): Problem => ({
	what: `holds two numbers${separator}`,
	advice: ONE_NUMBER,
});

/** The text with one form for each kind of digit, space, dash and bracket, without invisible characters and decoration. */
const folded = (written: string): string =>
	// Invisible characters between digits may have separated two numbers, so they count as a space. A soft hyphen is a dash.
	halfWidth(
		withoutInvisibleAround(written)
			.replace(/\u00ad/g, '-')
			.replace(INVISIBLE, ' '),
	)
		.replace(/[\t\p{Zs}]/gu, ' ')
		.replace(/[\u2212\p{Pd}]/gu, '-')
		.replace(/[[【]/g, '(')
		.replace(/[\]】]/g, ')')
		// The apostrophe with which a spreadsheet marks text; the scheme of a link.
		.replace(/^['‘’`] */, '')
		.replace(/^tel: *(\/\/)?/i, '')
		// A whole number that was read as a decimal one.
		.replace(/([\d)]) *\. *0$/, '$1');

const countDigits = (text: string): number => text.replace(/\D/g, '').length;

const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;
const BETWEEN_NUMBERS = /[,;/\\|&、。\n\v\f\r\u0085\u2028\u2029]/;
const BEFORE_AN_EXTENSION = /^[;,]? *(?:ext|x|#|\*|p|w|转|轉|分机|分機|内线)/i;

/** What is wrong with a text that contains anything but digits, spaces, dashes, dots, brackets and `+`. */
function problemOfSign(text: string, at: number): Problem {
	const behind = text.slice(at);
	const sign = String.fromCodePoint(behind.codePointAt(0)!);
	const isBetween = countDigits(text.slice(0, at)) > 0 && countDigits(behind) > 0;
	if (isBetween && BEFORE_AN_EXTENSION.test(behind)) return extension;
	if (isBetween && BETWEEN_NUMBERS.test(sign)) {
		const name = LINE_BREAK.test(sign) ? 'a line break' : `“${sign}”`;
		return twoNumbers(`, or an extension: ${name} stands between digits`);
	}
	const isNumeral = /\p{N}/u.test(sign);
	return unclear(
		isNumeral ? `“${sign}” is not one of the digits 0 to 9` : `“${sign}” cannot be part of one`,
	);
}

/**
 * The order of the parts of a text, one character each: `d` a group of digits, `_` blanks, `-` a dash or dot with or without
 * blanks (an em dash is typed as two), `?` any other mixture of these.
 */
const shapeOf = (text: string): string =>
	text
		.replace(/\d+/g, 'd')
		.replace(/[ .-]+/g, (gap) => (/^ +$/.test(gap) ? '_' : /^ *(--?|\.) *$/.test(gap) ? '-' : '?'));

/** `+`, then perhaps an area code or `+` and country code in brackets, or a country code and an area code in brackets; then groups. */
const SHAPE = /^(\+_?)?(\(_?(\+_?)?d_?\)[_-]?|(d_)?d[_-]?\(_?d_?\)[_-]?)?d([_-]d)*$/;

const isCountryCode = (digits: string): boolean => COUNTRY_CODE.test(digits.replace(/^00/, ''));

/** What is wrong with the order of a text's parts. */
function problemOfShape(text: string, groups: string[]): Problem | undefined {
	if (text.startsWith('-')) return unclear('it begins with a dash, like a negative number');
	// Groups behind a dot are longer, unless there are several.
	if (/^[^.]*\.(\d{1,2}|00+)$/.test(text)) return unclear('it is a decimal number');
	const complete = groups.findIndex((digits) => digits.length >= COMPLETE_DIGITS);
	if (complete >= 0 && complete < groups.length - 1) {
		const behind = groups.slice(complete + 1).join('');
		return behind.length >= COMPLETE_DIGITS ? twoNumbers() : extension;
	}
	if (/\) *$/.test(text) && groups.length > 1) return extension;
	const shape = shapeOf(text);
	if (!SHAPE.test(shape) || /\+.*\+/.test(shape)) {
		return unclear(
			/[()]/.test(shape)
				? 'it can have one pair of brackets, around an area code'
				: 'a space, dash, dot or + is out of place',
		);
	}
	if (!shape.includes('(')) return undefined;
	const before = text.slice(0, text.indexOf('(')).replace(/\D/g, '');
	return before === '' || isCountryCode(before)
		? undefined
		: unclear('the digits before the brackets are not a country code');
}

/** The groups without the 00 of an international number, however it is split: `00 86`, `0086`, `0 086`. */
function withoutDoubleZero(groups: string[]): string[] {
	const [first = '', second = '', ...others] = groups;
	return first.length > 1
		? [first.slice(2), second, ...others]
		: withoutDoubleZero([first + second, ...others]);
}

/** Reads the groups of digits of a text whose shape is that of a number. */
function numberOf(text: string, groups: string[]): Result<PhoneNumber, Problem> {
	const all = groups.join('');
	if (!text.includes('+') && !/^00([1-9]|$)/.test(all)) {
		return succeed({ prefix: '', digits: all });
	}
	const prefix = text.includes('+') ? '+' : '00';
	const international = prefix === '+' ? groups : withoutDoubleZero(groups);
	const [code = '', area = '', ...others] = international.filter((digits) => digits !== '');
	if (code.startsWith('0')) return fail(unclear('no country code begins with 0'));
	const hasZero = COUNTRY_CODE.test(code) && area.startsWith('0');
	const zeroIsDialled = ZERO_IS_DIALLED.has(code);
	if (hasZero && zeroIsDialled && /\( *0 *\)/.test(text)) {
		return fail(unclear(`after ${code} it is unclear whether to dial the zero in brackets`));
	}
	const national = hasZero && !zeroIsDialled ? area.slice(1) : area;
	if (hasZero && !zeroIsDialled && national.startsWith('0')) {
		return fail(unclear(`two zeros follow the country code ${code}`));
	}
	return succeed({ prefix, digits: [code, national, ...others].join('') });
}

function parse(written: string): Result<PhoneNumber, Problem> {
	const text = folded(written);
	if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text)) return fail(shortened);
	const foreign = text.search(/[^\d +().-]/);
	if (foreign >= 0) return fail(problemOfSign(text, foreign));
	const groups = text.match(/\d+/g) ?? [];
	const problem = problemOfShape(text, groups);
	if (problem) return fail(problem);
	const number = numberOf(text, groups);
	if (!number.ok) return number;
	const { prefix, digits } = number.value;
	const most = prefix === '' ? MOST_DIGITS : MOST_INTERNATIONAL_DIGITS;
	return digits.length >= FEWEST_DIGITS && digits.length <= most
		? number
		: fail(unclear(`it has ${digits.length} digits${prefix && ` after the ${prefix}`}`));
}

/** The text of a value: text, or a number from a spreadsheet. From 2^53 on a number can lose its last digits. */
function textOf(written: unknown): Result<string, Problem> {
	if (typeof written === 'number' && Math.abs(written) > Number.MAX_SAFE_INTEGER) {
		return fail(shortened);
	}
	if (typeof written === 'number' && !Number.isInteger(written)) {
		return fail(unclear('it is a decimal number'));
	}
	return typeof written === 'string' || typeof written === 'number'
		? succeed(String(written))
		: fail({ what: 'is neither text nor a number', advice: HOW_TO_WRITE });
}

/** A number, taken apart; see `cleanNumber`. */
export function readNumber(written: unknown, name: string): Result<PhoneNumber> {
	const text = textOf(written ?? '');
	if (!text.ok) return fail(inputFailure(`${name} ${text.failure.what}`, text.failure.advice));
	if (text.value.trim() === '') return fail(inputFailure(`${name} is empty`, HOW_TO_WRITE));
	const number = parse(text.value);
	if (number.ok) return number;
	const { what, advice } = number.failure;
	const shown = text.value.replace(/\s+/g, ' ').trim().slice(0, 40);
	return fail(inputFailure(`${name} “${shown}” ${what}`, advice));
}

/**
 * A phone number as the provider takes it: digits only.
 *
 * @param written text, or a number from a spreadsheet.
 * @param name the field's name in the editor, for the message.
 * @param dialling how the account's numbers are sent; missing if the credential does not say it.
 * @returns the digits to send, or why the text is not one number and what to do.
 */
export function cleanNumber(written: unknown, name: string, dialling?: Dialling): Result<string> {
	const number = readNumber(written, name);
	return number.ok ? asSent(number.value, dialling, name) : number;
}
