import type { IWebhookFunctions } from 'n8n-workflow';
import { normalize } from '../events/normalize';
import type { CallbackEvent, CallRecord, ExtensionStatus, RawCallback } from '../events/types';
import { Fields } from '../shared/fields';
import type { Refusal } from '../shared/respond';
import { fail, type Result, succeed } from '../shared/result';
import { classify } from './classify';
import { type CallbackBody, decodeCallback } from './decode';

/**
 * Reads the body of a request. n8n parses multipart forms itself, unless their content type is malformed; otherwise the bytes are read.
 *
 * @returns `undefined` if the body cannot be read: not compressed as stated, too large for n8n, or cut off.
 */
export async function readBody(context: IWebhookFunctions): Promise<CallbackBody | undefined> {
	const request = context.getRequestObject();
	if (request.is('multipart/form-data')) {
		const form = context.getBodyData() as { data?: unknown; files?: object } | undefined;
		const files = Object.values(form?.files ?? {}).flat() as Array<{ size?: number }>;
		const length = request.headers['content-length'];
		return {
			fields: form?.data,
			size: length === undefined ? undefined : Number(length),
			filesSize: files.reduce((sum, file) => sum + (file?.size ?? 0), 0),
		};
	}
	try {
		await request.readRawBody();
	} catch {
		return undefined;
	}
	return { bytes: request.rawBody };
}

interface Callback {
	event: CallbackEvent;
	body: RawCallback;
	item: ExtensionStatus | CallRecord;
}

/** Makes an item of a body, whichever of the two callbacks it is. */
export function readCallback(body: CallbackBody, zone: string): Result<Callback, Refusal> {
	const decoded = decodeCallback(body);
	if (!decoded.ok) return decoded;
	const event = classify(new Fields(decoded.value));
	if (!event) {
		return fail({
			status: 400,
			reason: 'The body is neither an extension status nor a call record',
		});
	}
	return succeed({ event, body: decoded.value, item: normalize(event, decoded.value, zone) });
}
