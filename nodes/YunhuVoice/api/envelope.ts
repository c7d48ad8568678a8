import type { IDataObject } from 'n8n-workflow';
import { answerIsNotYunhu, httpStatusFailure, retFailure, statusFailure } from './errors';
import { parseJson } from './json';
import { fail, type Result, succeed } from './result';

/** An HTTP answer as it came: nothing parsed, no header trusted (PHP sends JSON as `text/html`). */
export interface HttpAnswer {
	statusCode: number;
	/** The `location` header of a redirect. */
	location?: string | undefined;
	text: string;
}

/** The provider's answer to a request it carried out: `ret` 200 and `data.status` 0. */
export interface Envelope {
	/** The whole answer, unchanged. */
	answer: IDataObject;
	/** `data`, and `data.result` as an object; empty where the service has none. */
	data: IDataObject;
	result: IDataObject;
	/** `data.desc`, the provider's own words. */
	desc: string;
	/** `data.reqtime` and `data.rsptime` in Unix seconds, as text. */
	requestedAt: string;
	respondedAt: string;
}

/** No answer of the provider comes near this size; a larger one is something else. Characters. */
const LONGEST_ANSWER = 1_000_000;

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field as text. Fields come as strings, numbers or null, or not at all. */
export const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/**
 * Reads the provider's two-level answer (provider page "Global error and status codes").
 *
 * @returns the envelope of a request that was carried out, otherwise which level refused it and what to do.
 */
export function readEnvelope(http: HttpAnswer): Result<Envelope> {
	if (http.statusCode < 200 || http.statusCode > 299) {
		return fail(httpStatusFailure(http.statusCode, http.location));
	}
	if (http.text.length > LONGEST_ANSWER) return fail(answerIsNotYunhu('ANSWER_TOO_LARGE'));
	if (http.text.trim() === '') return fail(answerIsNotYunhu('EMPTY_ANSWER'));

	const parsed = parseJson(http.text);
	if (!parsed.ok) {
		return fail(answerIsNotYunhu(/^\s*</.test(http.text) ? 'HTML_ANSWER' : 'NOT_JSON'));
	}
	const answer = parsed.value;
	if (!isObject(answer)) return fail(answerIsNotYunhu('NOT_YUNHU'));
	const ret = textOf(answer.ret);
	if (ret === '') return fail(answerIsNotYunhu('NOT_YUNHU'));
	if (ret !== '200') return fail(retFailure(ret, textOf(answer.msg)));

	const { data } = answer;
	if (!isObject(data) || textOf(data.status) === '') return fail(answerIsNotYunhu('NO_DATA'));
	if (textOf(data.status) !== '0') {
		const errors = isObject(data.errors) ? data.errors : {};
		return fail(statusFailure(textOf(errors.code), textOf(errors.codemsg), textOf(data.desc)));
	}
	return succeed({
		answer,
		data,
		result: isObject(data.result) ? data.result : {},
		desc: textOf(data.desc),
		requestedAt: textOf(data.reqtime),
		respondedAt: textOf(data.rsptime),
	});
}
