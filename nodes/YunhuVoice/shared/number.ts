/** A number, or a text that is one. An expression can return anything, and JavaScript takes `true` and `[5]` for numbers. */
export function numberIn(written: unknown): number {
	if (typeof written === 'number') return written;
	const text = typeof written === 'string' ? written.trim() : '';
	return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}
