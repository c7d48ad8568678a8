/** Reads the form of a request, and writes it into the log. */

import type { FastifyRequest } from 'fastify';
import type { RequestRecord } from './types';

export type Form = Array<[string, string]>;

/** Reads the fields in order and with duplicates. Throws if the body is not a form. */
export async function readForm(request: FastifyRequest): Promise<Form> {
	if (request.body instanceof URLSearchParams) return [...request.body];
	if (!request.isMultipart()) throw new Error('content type must be form-data');
	const form: Form = [];
	for await (const part of request.parts()) {
		if (part.type === 'file') {
			part.file.resume();
			throw new Error(`field ${part.fieldname} must not be a file`);
		}
		form.push([part.fieldname, String(part.value)]);
	}
	return form;
}

/** Also matches a misspelt token or accesskey. */
const SECRET = /token|key/i;
/** A campaign's 10,000 numbers do not belong into one line. */
const MAX_SHOWN = 200;

/** Returns one line of the log. Line breaks in values cannot forge a second one. */
export function describe({ service, fields, answeredWith }: RequestRecord): string {
	const shown = Object.entries(fields)
		.filter(([name]) => name !== 'service')
		.map(([name, value]) => {
			const text = SECRET.test(name) ? '***' : JSON.stringify(value.slice(0, MAX_SHOWN));
			return `${name}=${text}`;
		});
	return `request ${JSON.stringify(service)} ${shown.join(' ')} -> ${JSON.stringify(answeredWith)}`;
}
