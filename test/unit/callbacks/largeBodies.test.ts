import { decodeCallback } from '../../../nodes/YunhuVoice/callbacks/decode';
import { normalize } from '../../../nodes/YunhuVoice/events/normalize';

/** Quadratic work would take minutes here and block all of n8n. */
it.each([
	['an unfinished text of escaped quotes', `"${'\\"'.repeat(400_000)}`],
	['a text of escaped quotes', JSON.stringify({ billsec: 1, a: '"'.repeat(400_000) })],
	['digits without end', '1'.repeat(900_000)],
	['fields without a value', 'a&'.repeat(450_000)],
	['fields that begin like objects', 'a={&'.repeat(200_000)],
	['objects that are none', `a={${'"&"'.repeat(10)}}&`.repeat(20_000)],
	['a form of percent signs', `a=${'%B6%A9'.repeat(150_000)}`],
	['NUL bytes inside', `{${'\0'.repeat(900_000)}}`],
	[
		'keys that differ in case only',
		`{${Array.from({ length: 20_000 }, (_, n) => {
			const key = [...'abcdefghijklmno'].map((letter, bit) =>
				(n >> bit) & 1 ? letter.toUpperCase() : letter,
			);
			return `"${key.join('')}":1`;
		}).join()}}`,
	],
])(
	'does not choke on %s',
	(_what, text) => {
		const body = decodeCallback({ bytes: new TextEncoder().encode(text) });
		if (body.ok) expect(normalize('callRecord', body.value, 'UTC').event).toBe('callRecord');
		else expect(body.failure.status).toBe(400);
	},
	10_000,
);
