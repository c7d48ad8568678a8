import { fail, inputFailure, type Result, succeed } from './result';

/**
 * Reads a switch. The editor gives `true` or `false`; an expression can give text or a number.
 *
 * @param label the field's name in the editor, for the message.
 * @returns the value of `true`, `false`, "true", "false", 1 or 0; a failure for anything else.
 */
export function readBoolean(written: unknown, label: string): Result<boolean> {
	if (written === true || written === 'true' || written === 1) return succeed(true);
	if (written === false || written === 'false' || written === 0) return succeed(false);
	return fail(
		inputFailure(
			`${label} is neither true nor false`,
			'Turn the switch on or off, or correct the expression so that it gives true or false.',
		),
	);
}
