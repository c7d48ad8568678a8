import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../api/account';
import { expiryHint } from '../api/authorization';
import { storedSession } from '../api/session';

/** Shows a hint at the node's output while the authorization of the account is about to end. */
export function announceExpiry(
	context: IExecuteFunctions,
	{ credential, openedAt }: Account,
): void {
	const message = expiryHint(storedSession(credential), credential.serverTimeZone, openedAt);
	if (message) context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
}
