/** Zero-width characters, byte order marks and direction marks, which pasted text can contain. */
export const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A text without invisible characters and without surrounding white space. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '').trim();

const isInvisible = (char: string): boolean => withoutInvisible(char) === '';

/** A text without surrounding white space and invisible characters; those inside stay. */
export function withoutInvisibleAround(text: string): string {
	const chars = [...text];
	let [start, end] = [0, chars.length];
	while (start < end && isInvisible(chars[start]!)) start++;
	while (end > start && isInvisible(chars[end - 1]!)) end--;
	return chars.slice(start, end).join('');
}
