/** Zero-width blanks, byte order marks, marks of the writing direction: pasted text brings them, and nobody sees them. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A text without the characters that cannot be seen, and without blanks around it. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '').trim();
