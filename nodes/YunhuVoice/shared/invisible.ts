/** Zero-width blanks, byte order marks, marks of the writing direction: pasted text brings them, and nobody sees them. */
export const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A text without the characters that cannot be seen, and without blanks around it. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '').trim();

const isInvisible = (char: string): boolean => withoutInvisible(char) === '';

/** A text without the blanks and invisible characters around it; those inside stay. */
export function withoutInvisibleAround(text: string): string {
	const chars = [...text];
	let [start, end] = [0, chars.length];
	while (start < end && isInvisible(chars[start]!)) start++;
	while (end > start && isInvisible(chars[end - 1]!)) end--;
	return chars.slice(start, end).join('');
}
