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

/** Letters of other scripts, which have three bytes in UTF-8. */
const OTHER_LETTER = /[\u0800-\uffff]/;

/** Punctuation and full-width forms; European letters, so that a damaged byte does not make Chinese of them. */
const ALSO_COMMON = /[\u00a0-\u024f\u0370-\u045f\u2010-\u203f\u3000-\u303f\uff00-\uffef]/;

const RARE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{Extended_Pictographic}]/u;

/** How improbable a character is, roughly in bits: low for a common character. */
function surpriseOf(char: string): number {
	if (char <= '\u007f') return 7;
	if (COMMON.has(char) || ALSO_COMMON.test(char)) return 9;
	if (RARE.test(char)) return 16;
	if (OTHER_LETTER.test(char) && /[\p{L}\p{M}]/u.test(char)) return 13;
	return SIGNS.has(char) ? 14 : 24;
}

/** The cost of each byte that belongs to no character, and of each run of such bytes. */
const UNREAD_BYTE = 8;
const UNREAD_PLACE = 2;

/** How improbable a decoded text is, given how many bytes belong to no character. */
function surprise(text: string, unreadBytes: number): number {
	const places = text.match(/\ufffd+/g)?.length ?? 0;
	let sum = places * UNREAD_PLACE + unreadBytes * UNREAD_BYTE;
	for (const char of text.replaceAll('\ufffd', '')) sum += surpriseOf(char);
	return sum;
}

/** Decodes bytes that are not valid UTF-8: damaged UTF-8, or GBK. */
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
 * Decodes bytes from outside: UTF-8, GBK (GB 18030), or UTF-16 with a byte order mark. Ignores what headers say.
 *
 * Valid UTF-8 is read as UTF-8. For anything else the more probable reading is taken, so that a damaged byte costs one
 * character (U+FFFD), not the rest of the text. Surrounding NUL characters and white space are dropped as padding.
 */
export const textOfBytes = (bytes: Uint8Array): string => withoutPadding(read(bytes));
