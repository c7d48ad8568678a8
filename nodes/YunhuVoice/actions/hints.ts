import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../api/account';
import { expiryHint } from '../api/authorization';
import { storedSession } from '../api/session';
import type { Outcome } from './operation';
import { summaryOf } from './summary';

/** Shows a hint at the node's output while the authorization of the account is about to end. */
export function announceExpiry(
	context: IExecuteFunctions,
	{ credential, openedAt }: Account,
): void {
	const message = expiryHint(storedSession(credential), credential.serverTimeZone, openedAt);
	if (message) context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
}

/**
 * Shows at the node's output what its rehearsal has shown.
 *
 * @param rehearsed what became of the items that were rehearsed.
 */
export function announceRehearsal(context: IExecuteFunctions, rehearsed: Outcome[]): void {
	if (rehearsed.length === 0) return;
	const failures = rehearsed.flatMap(({ items, result }) =>
		result.ok ? [] : items.map((item) => ({ item, failure: result.failure })),
	);
	const others = rehearsed.flatMap(({ refused = [] }) => refused);
	const refused = [...failures, ...others].sort((one, other) => one.item - other.item);
	const count = rehearsed.flatMap(({ items }) => items).length;
	const endsAtFirst = failures.length > 0 && !context.continueOnFail();
	const message = summaryOf(count - refused.length, refused, endsAtFirst);
	context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
}
