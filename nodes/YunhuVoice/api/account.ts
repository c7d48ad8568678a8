import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { withoutInvisible } from '../shared/invisible';
import { fail, type Failure, inputFailure, type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import { isTimeZone } from '../shared/time';

export const CREDENTIAL_NAME = 'yunhuVoiceApi';

/** The credential's fields, without the white space and invisible characters that pasting can add. */
export interface YunhuCredential extends ICredentialDataDecryptedObject {
	apiUrl: string;
	appId: string;
	accessKey: string;
	bodyFormat: 'multipart' | 'urlencoded';
	serverTimeZone: string;
	callbackSecret: string;
	/** Written by n8n after each login, see `session.ts`; empty before the first. */
	sessionToken: string;
}

/** A field that was pasted, without white space and invisible characters. */
const pasted = (value: unknown): string => withoutInvisible(textOf(value));

/** What n8n has decrypted, as text: a field that holds an expression can be anything, or nothing. */
export const credentialFrom = (data: ICredentialDataDecryptedObject): YunhuCredential => ({
	...data,
	apiUrl: pasted(data.apiUrl),
	appId: pasted(data.appId),
	accessKey: pasted(data.accessKey),
	bodyFormat: data.bodyFormat === 'urlencoded' ? 'urlencoded' : 'multipart',
	serverTimeZone: pasted(data.serverTimeZone),
	callbackSecret: pasted(data.callbackSecret),
	sessionToken: textOf(data.sessionToken),
});

/** The credential that is chosen in a node. */
export const readCredential = async (
	context: Pick<IExecuteFunctions, 'getCredentials'>,
): Promise<YunhuCredential> => credentialFrom(await context.getCredentials(CREDENTIAL_NAME));

/** Identifies the account of a session without revealing its key. */
export const accountOf = ({ apiUrl, appId, accessKey }: YunhuCredential): string =>
	createHash('sha256')
		.update(JSON.stringify([apiUrl, appId, accessKey]))
		.digest('hex');

/** Parses a text as a URL. */
export function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/** The advice for a time zone that cannot be used. */
export const checkTimeZone = ({ serverTimeZone }: YunhuCredential): Failure | undefined =>
	isTimeZone(serverTimeZone)
		? undefined
		: inputFailure(
				'The Server Time Zone in the credential is unknown or ambiguous',
				'Enter area and city, such as Asia/Shanghai. Abbreviations and offsets such as CST, EST, GMT+8 or Etc/GMT+8 do not work.',
			);

/**
 * Checks what the user filled into the credential, before anything is sent.
 *
 * @returns the address of the API, or which field to correct.
 */
export function checkAccount(credential: YunhuCredential): Result<string> {
	const { apiUrl, appId, accessKey } = credential;
	const url = parseUrl(apiUrl);
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		return fail(
			inputFailure(
				'The API URL in the credential is not a web address',
				'Enter an address that starts with http:// or https://, such as https://yunhu.example.com/api.',
			),
		);
	}
	if (url.username !== '' || url.password !== '') {
		return fail(
			inputFailure(
				'The API URL in the credential contains a user name or password',
				'Remove everything between // and @, and the @ itself. Enter the App ID and the Access Key in their own fields.',
			),
		);
	}
	for (const [name, value] of [
		['App ID', appId],
		['Access Key', accessKey],
	] as const) {
		if (value === '') {
			return fail(
				inputFailure(
					`The ${name} in the credential is empty`,
					`Enter the ${name} that Yunhu Technology gave you.`,
				),
			);
		}
	}
	const wrongZone = checkTimeZone(credential);
	return wrongZone ? fail(wrongZone) : succeed(url.href);
}

/**
 * The account that requests are sent for: the credential as it was when the node started, with a checked URL. Only its session is
 * updated later.
 */
export interface Account {
	credential: YunhuCredential;
	url: string;
	/** When the node started. Milliseconds. */
	openedAt: number;
	/** The login that the items of this run share: in progress, or refused for good. */
	login?: Promise<Result<void>>;
	/**
	 * Waits until the pace of the run allows another request.
	 *
	 * @returns `false` if the run has ended meanwhile: nothing more is sent.
	 */
	takeTurn?: () => Promise<boolean>;
	/** Why the credential's limits do not allow a request now, if so; see `limits/requests.ts`. */
	refuse?: (form: IDataObject) => Failure | undefined;
}

/** The failure of an item that had not started when the run ended. The router does not report it. */
export const NOT_STARTED = 'NOT_STARTED';

export const notStarted: Failure = {
	level: 'input',
	code: NOT_STARTED,
	message: 'The list has ended before this item',
	advice: '',
};

/** Waits for the pace of the run. */
export const takeTurn = async ({ takeTurn: take }: Account): Promise<boolean> =>
	take === undefined || (await take());

/** The credential that is chosen in a node, or why it cannot be read: it was deleted, or an expression in it fails. */
export async function tryCredential(
	context: Pick<IExecuteFunctions, 'getCredentials'>,
): Promise<Result<YunhuCredential>> {
	try {
		return succeed(await readCredential(context));
	} catch (error) {
		return fail(
			inputFailure(
				`The credential cannot be read: ${(error as Error).message}`,
				'Select the credential again. If it contains expressions, correct them.',
			),
		);
	}
}

/** Reads and checks the credential of a node. */
export async function openAccount(
	context: Pick<IExecuteFunctions, 'getCredentials'>,
): Promise<Result<Account>> {
	const credential = await tryCredential(context);
	if (!credential.ok) return credential;
	const url = checkAccount(credential.value);
	return url.ok
		? succeed({ credential: credential.value, url: url.value, openedAt: Date.now() })
		: url;
}
