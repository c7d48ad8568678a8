import type { IDataObject } from 'n8n-workflow';
import { isObject, parseJson } from '../shared/json';
import { fail, type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import { answerIsNotYunhu, retFailure, statusFailure } from './errors';

/** The provider's answer to a request it carried out: `ret` 200 and `data.status` 0. */
export interface Envelope {
	/** The whole answer, unchanged. */
	answer: IDataObject;
	/** `data`, and `data.result` as an object; empty where the service has none. Of a bare list, `data` holds it as `result`. */
	data: IDataObject;
	result: IDataObject;
	/** `data.desc`, the provider's own words. */
	desc: string;
	/** `data.reqtime` and `data.rsptime` in Unix seconds, as text. */
	requestedAt: string;
	respondedAt: string;
}

/** The answer to a request of ours. */
export interface Answer extends Envelope {
	/** When the request was sent, in milliseconds. */
	sentAt: number;
}

/** Shorter secrets are not masked: they could be part of any word. Characters. */
const SHORTEST_SECRET_CHARACTERS = 6;

const HTML: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#039;',
};

/** The forms in which a secret can occur in a text: encoded for an address or a form, as JSON, as HTML. */
const spellingsOf = (secret: string): string[] => {
	const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
	const inJson = JSON.stringify(secret).slice(1, -1);
	const inHtml = secret.replace(/[&<>"']/g, (char) => HTML[char]!);
	return [
		...new Set([
			secret,
			encodeURIComponent(secret),
			inForm,
			inJson,
			inJson.replaceAll('/', '\\/'),
			inHtml,
		]),
	];
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Matches nothing. */
const NEVER = '(?!)';

const MASK = '***';

/** The lists of extensions hold each extension's SIP password. Nothing in n8n needs it. */
const isPassword = (key: string): boolean => key.trim().toLowerCase() === 'password';

/** A JSON value with every secret, in any letter case, and every password replaced by `***`. */
export function withoutSecrets(value: unknown, secrets: string[]): unknown {
	const unmistakable = [...new Set(secrets)].filter(
		({ length }) => length >= SHORTEST_SECRET_CHARACTERS,
	);
	const spellings = unmistakable.flatMap(spellingsOf).map(escaped);
	const pattern = new RegExp(spellings.join('|') || NEVER, 'gi');
	const maskedField = (key: string, inner: unknown): unknown => {
		if (isPassword(key)) return MASK;
		// A download link has to stay usable.
		return key === 'downurl' ? inner : masked(inner);
	};
	const masked = (inner: unknown): unknown => {
		if (typeof inner === 'string') return inner.replace(pattern, MASK);
		if (typeof inner === 'number') return unmistakable.includes(String(inner)) ? MASK : inner;
		if (Array.isArray(inner)) return inner.map(masked);
		if (!isObject(inner)) return inner;
		return Object.fromEntries(
			Object.entries(inner).map(([key, of]) => [key.replace(pattern, MASK), maskedField(key, of)]),
		);
	};
	return masked(value);
}

/** The services whose `data` is the list itself, without status and words, as on the page of GetGroupExt. */
const BARE_LISTS = ['app.sip_extgroup.getgroupext'];

/** The list of a service that answers with nothing else; `undefined` for what any other service answers. */
const bareListIn = (data: unknown, service: string): IDataObject[] | undefined =>
	BARE_LISTS.includes(service.toLowerCase()) && Array.isArray(data) && data.every(isObject)
		? data
		: undefined;

/**
 * Reads the provider's two-level answer (provider page "Global error and status codes"). No header is trusted: PHP sends JSON
 * as `text/html`.
 *
 * @param secrets texts to mask, such as the token: the provider can repeat them in its words.
 * @param service the full name of the service that was called.
 * @returns the envelope of a request that was carried out, otherwise which level refused it and what to do.
 */
export function readEnvelope(text: string, secrets: string[] = [], service = ''): Result<Envelope> {
	if (text.trim() === '') return fail(answerIsNotYunhu('EMPTY_ANSWER'));

	const parsed = parseJson(text);
	if (!parsed.ok) {
		return fail(answerIsNotYunhu(/^\s*</.test(text) ? 'HTML_ANSWER' : 'NOT_JSON'));
	}
	const answer = withoutSecrets(parsed.value, secrets);
	if (!isObject(answer)) return fail(answerIsNotYunhu('NOT_YUNHU'));
	const ret = textOf(answer.ret);
	if (ret === '') return fail(answerIsNotYunhu('NOT_YUNHU'));
	if (ret !== '200') return fail(retFailure(ret, textOf(answer.msg)));

	const list = bareListIn(answer.data, service);
	const data = list ? { status: 0, result: list } : answer.data;
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
