import { createHmac, randomBytes } from 'node:crypto';
import { isSameSecret } from '../shared/secret';

/**
 * Which execution waits for a call. It travels with the call, behind the user's custom data, and comes back in its callbacks:
 * `<execution id>.<n8n's token, masked>.<which wait>.<proof>`.
 */
export interface WaitReference {
	executionId: string;
	/** n8n's token for waking this execution; empty on n8n 1.x, which has none. */
	resumeToken: string;
}

/** Stands between the user's text and the reference. */
const MARK = '~w1.';

const MARKED = /^(.*)~w1\.([\w.-]*)$/s;

const REFERENCE =
	/^(?<claim>(?<executionId>[a-zA-Z\d-]+)\.(?<token>[\w-]{43})?\.(?<wait>[\w-]{8}))\.(?<proof>[\w-]{22})$/;

/** n8n's tokens are 32 bytes in hexadecimal digits. They travel in a shorter spelling: the provider may cut long text. */
const RESUME_TOKEN = /^[\da-f]{64}$/;

/** The proof of a reference, or of a reference and a record. The line break keeps one from passing for the other. */
const proofOf = (accessKey: string, text: string): string =>
	createHmac('sha256', accessKey.trim())
		.update(`n8n-nodes-yunhu-voice wait\n${text}`)
		.digest('base64url');

/**
 * Hides n8n's token from those who read custom data, and shows it again: it also opens other waiting nodes of the same
 * execution.
 *
 * @param wait the mark of this wait, so that no two tokens are hidden alike.
 */
function masked(accessKey: string, wait: string, token: Buffer): Buffer {
	const mask = createHmac('sha256', accessKey.trim())
		.update(`n8n-nodes-yunhu-voice token\n${wait}`)
		.digest();
	return token.map((byte, at) => byte ^ mask[at]!) as Buffer;
}

/**
 * A reference for one wait: no other wait has it, also of the same execution.
 *
 * @param accessKey the credential's; only who has it can make a reference.
 * @returns `undefined` if n8n's id or token has an unknown form.
 */
export function makeReference(
	accessKey: string,
	{ executionId, resumeToken }: WaitReference,
): string | undefined {
	if (!/^[a-zA-Z\d-]+$/.test(executionId)) return undefined;
	if (resumeToken !== '' && !RESUME_TOKEN.test(resumeToken)) return undefined;
	const wait = randomBytes(6).toString('base64url');
	const token = masked(accessKey, `${executionId}.${wait}`, Buffer.from(resumeToken, 'hex'));
	const claim = `${executionId}.${token.toString('base64url')}.${wait}`;
	return `${claim}.${proofOf(accessKey, claim).slice(0, 22)}`;
}

/**
 * Reads a reference that came back.
 *
 * @returns `undefined` if it is cut off, changed, or made with another access key.
 */
export function readReference(accessKey: string, reference: string): WaitReference | undefined {
	const { claim, executionId, token = '', wait, proof } = REFERENCE.exec(reference)?.groups ?? {};
	if (!claim || !executionId || !proof) return undefined;
	if (!isSameSecret(proof, proofOf(accessKey, claim).slice(0, 22))) return undefined;
	const hidden = Buffer.from(token, 'base64url');
	return {
		executionId,
		resumeToken: masked(accessKey, `${executionId}.${wait}`, hidden).toString('hex'),
	};
}

/** The text that is sent with a call: the user's, then the reference. */
export const withReference = (customData: string, reference: string): string =>
	`${customData}${MARK}${reference}`;

/** Whether a user's text ends like a reference, and so would not come back unchanged. */
export const endsInReference = (text: string): boolean => MARKED.test(text);

/** The user's text and the reference, whole or cut off, of the text that came back with a call. */
export function splitCustomData(text: string | null): {
	customData: string | null;
	waitReference: string | null;
} {
	const [, customData, waitReference] = MARKED.exec(text ?? '') ?? [];
	return waitReference === undefined
		? { customData: text, waitReference: null }
		: { customData: customData || null, waitReference: waitReference || null };
}

/** What the hub workflow sends to a waiting execution. The proof is also about which wait it is for. */
export interface Delivery {
	/** The call record, as JSON. */
	record: string;
	proof: string;
}

/** Packs a call record so that the waiting execution can tell that it comes from a holder of the access key. */
export function packDelivery(accessKey: string, reference: string, record: object): Delivery {
	const text = JSON.stringify(record);
	return { record: text, proof: proofOf(accessKey, `${reference}\n${text}`) };
}

/**
 * Whether what arrived at a waiting execution is the record it waits for.
 *
 * @param reference the one the execution has sent with its call.
 * @param delivery the body of a request anybody can have sent.
 */
export function isDeliveryFor(
	accessKey: string,
	reference: string,
	delivery: unknown,
): delivery is Delivery {
	const { record, proof } = (delivery ?? {}) as Partial<Record<keyof Delivery, unknown>>;
	return (
		typeof record === 'string' &&
		typeof proof === 'string' &&
		isSameSecret(proof, proofOf(accessKey, `${reference}\n${record}`))
	);
}
