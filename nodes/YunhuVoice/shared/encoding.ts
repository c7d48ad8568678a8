import { withoutPadding } from './text';

const UTF8 = new TextDecoder('utf-8');
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030');

/** The characters of some rows of GB 2312. */
function rows(first: number, last: number): ReadonlySet<string> {
	const pairs: number[] = [];
	for (let row = first; row <= last; row++) {
		for (let cell = 0xa1; cell <= 0xfe; cell++) pairs.push(row, cell);
	}
	return new Set(GB18030.decode(Uint8Array.from(pairs)));
}

/** The 3,755 characters that most Chinese text is made of. */
const COMMON = rows(0xb0, 0xd7);

/** Signs, circled digits, box lines: some stand alone in a text. */
const SIGNS = rows(0xa1, 0xa9);

/** Letters of other scripts, which UTF-8 writes with three bytes. */
const OTHER_LETTER = /[\u0800-\uffff]/;

/** Punctuation and full-width forms; European letters, so that a damaged byte does not make Chinese of them. */
const ALSO_COMMON = /[\u00a0-\u024f\u0370-\u045f\u2010-\u203f\u3000-\u303f\uff00-\uffef]/;

const RARE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{Extended_Pictographic}]/u;

/** How much of a surprise a character is. Bits, roughly: a common character is a small one. */
function surpriseOf(char: string): number {
	if (char <= '\u007f') return 7;
	if (COMMON.has(char) || ALSO_COMMON.test(char)) return 9;
	if (RARE.test(char)) return 16;
	if (OTHER_LETTER.test(char) && /[\p{L}\p{M}]/u.test(char)) return 13;
	return SIGNS.has(char) ? 14 : 24;
}

/** What a byte costs that is part of no character, and each place where there are such bytes. */
const UNREAD_BYTE = 8;
const UNREAD_PLACE = 2;

/** How much of a surprise a reading of some bytes is, in which so many of them belong to no character. */
function surprise(text: string, unreadBytes: number): number {
	const places = text.match(/\ufffd+/g)?.length ?? 0;
	let sum = places * UNREAD_PLACE + unreadBytes * UNREAD_BYTE;
	for (const char of text.replaceAll('\ufffd', '')) sum += surpriseOf(char);
	return sum;
}

/** Reads bytes that are not all UTF-8: it can be UTF-8 in which some are damaged, or GBK. */
function readDamaged(bytes: Uint8Array): string {
	const utf8 = UTF8.decode(bytes);
	const gbk = GB18030.decode(bytes);
	const bytesRead = new TextEncoder().encode(utf8.replaceAll('\ufffd', '')).length;
	const unreadInGbk = gbk.split('\ufffd').length - 1;
	return surprise(gbk, unreadInGbk) < surprise(utf8, bytes.length - bytesRead) ? gbk : utf8;
}

const BYTE_ORDER_MARKS: Array<[mark: number[], encoding: string]> = [
	[[0xef, 0xbb, 0xbf], 'utf-8'],
	[[0xff, 0xfe], 'utf-16le'],
	[[0xfe, 0xff], 'utf-16be'],
];

function read(bytes: Uint8Array): string {
	const marked = BYTE_ORDER_MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
	if (marked) return new TextDecoder(marked[1]).decode(bytes);
	try {
		return STRICT_UTF8.decode(bytes);
	} catch {
		return readDamaged(bytes);
	}
}

/**
 * The text that bytes from outside stand for: UTF-8, GBK (GB 18030), or UTF-16 behind a byte order mark. No header is asked.
 *
 * What is valid UTF-8 is UTF-8. Of anything else the reading counts that is more like what people write, so that a damaged
 * byte costs one character (U+FFFD), not the rest of the text. NUL characters and blanks around it are dropped as padding.
 */
export const textOfBytes = (bytes: Uint8Array): string => withoutPadding(read(bytes));
