import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { CREDENTIAL_NAME, readCredential, type YunhuCredential } from '../api/account';

/*
 * The credential of the trigger. To read it n8n decrypts it and prepares an engine for its expressions, which costs more than
 * everything else that happens to a callback.
 */

/** How long a credential counts that has been read for a callback. Milliseconds. */
const KEPT_MS = 5_000;

interface Kept {
	readAt: number;
	/** Concurrent callbacks share one reading. */
	reading: Promise<YunhuCredential | undefined>;
}

/** By trigger node and credential: the last reading of each. */
const kept = new Map<string, Kept>();

/** Reads the credential, or returns `undefined` if n8n cannot: it was deleted, or encrypted with another key. */
export async function credentialOf(
	context: IHookFunctions | IWebhookFunctions,
): Promise<YunhuCredential | undefined> {
	try {
		return await readCredential(context);
	} catch {
		return undefined;
	}
}

/**
 * The credential for a callback, as it was at most five seconds ago. At the Test URL it is read anew: whoever builds a workflow expects
 * a change to count. One that cannot be read is not kept.
 */
export async function credentialForCallback(
	context: IWebhookFunctions,
): Promise<YunhuCredential | undefined> {
	if (context.getMode() === 'manual') return await credentialOf(context);
	const { id, credentials } = context.getNode();
	const key = JSON.stringify([context.getWorkflow().id, id, credentials?.[CREDENTIAL_NAME]?.id]);
	const now = Date.now();
	const last = kept.get(key);
	// A clock that was set back must not keep a credential longer.
	if (last && Math.abs(now - last.readAt) < KEPT_MS) return await last.reading;
	const reading = credentialOf(context);
	kept.set(key, { readAt: now, reading });
	const credential = await reading;
	if (!credential && kept.get(key)?.reading === reading) kept.delete(key);
	return credential;
}
