import { type ListeningTrigger, listenWith } from '../support/contexts/trigger';

const RECORD = {
	id: 220739,
	uuid: 'ca11',
	hangupcause: 10001,
	billsec: 10,
	duration: 13,
	endtime: '2020-02-09 12:33:01',
	customuuid: 'order 7 & 8 = 张',
	destnumber: '085781218893',
};
const STATUS = { uuid: 'ca11', status: 'ring', isbleg: 'true', extnumber: '0028' };

const ITEM = {
	event: 'callRecord',
	recordId: '220739',
	callId: 'ca11',
	talkSeconds: 10,
	customData: 'order 7 & 8 = 张',
	destinationNumber: '085781218893',
	endedAt: '2020-02-09T12:33:01.000+08:00',
	hangupCause: { code: 10001, name: 'Hang Up Normally' },
};

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** RECORD as one line of JSON in GBK, with `张` as the two bytes D5 C5. */
const GBK = Buffer.concat(
	JSON.stringify(RECORD)
		.split('张')
		.flatMap((text, index) => [Buffer.from(index ? [0xd5, 0xc5] : []), Buffer.from(text)]),
);

const asText = (fields: object): Record<string, string> =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

const urlencoded = (fields: object): string => new URLSearchParams(asText(fields)).toString();

function multipart(fields: object): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(asText(fields))) form.append(name, value);
	return form;
}

let trigger: ListeningTrigger;
beforeEach(async () => {
	trigger = await listenWith();
});
afterEach(async () => await trigger.close());

const jsonTaken = () => trigger.executions.map(([items]) => items!.map(({ json }) => json));

it.each<[string, string | Buffer | FormData, string]>([
	['JSON', JSON.stringify(RECORD), 'application/json'],
	['JSON as text', JSON.stringify(RECORD), 'text/plain'],
	['JSON without a type', JSON.stringify(RECORD), ''],
	['JSON that calls itself a form', JSON.stringify(RECORD), FORM_TYPE],
	['JSON behind a byte order mark', `\uFEFF${JSON.stringify(RECORD)}`, 'text/plain'],
	['JSON in GBK', GBK, 'text/plain'],
	['a form', urlencoded(RECORD), FORM_TYPE],
	['a form with a character set', urlencoded(RECORD), `${FORM_TYPE}; charset=UTF-8`],
	['a form that calls itself text', urlencoded(RECORD), 'text/plain'],
	['a form without a type', urlencoded(RECORD), ''],
	['a form with JSON in one field', urlencoded({ data: JSON.stringify(RECORD) }), FORM_TYPE],
	['a form with JSON as a name', encodeURIComponent(JSON.stringify(RECORD)) + '=', FORM_TYPE],
	['a form with raw JSON in one field', `cdr=${JSON.stringify(RECORD)}`, FORM_TYPE],
	['a form with raw JSON between fields', `a=1&detail=${JSON.stringify(RECORD)}&b=2`, FORM_TYPE],
	['JSON and a NUL byte', `${JSON.stringify(RECORD)}\0`, 'text/plain'],
	['multipart fields', multipart(RECORD), ''],
	['multipart with JSON in one field', multipart({ data: JSON.stringify(RECORD) }), ''],
	[
		'multipart with JSON between fields',
		multipart({ a: 1, detail: JSON.stringify(RECORD), b: 2 }),
		'',
	],
])('takes %s', async (_, body, contentType) => {
	expect(await trigger.post(body, { contentType })).toEqual({
		status: 200,
		text: '1',
		contentType: 'text/plain; charset=utf-8',
	});
	expect(jsonTaken()).toEqual([[expect.objectContaining(ITEM)]]);
});

it.each<[string, string | FormData]>([
	['a form', urlencoded(STATUS)],
	['multipart', multipart(STATUS)],
])('takes an extension status as %s', async (_, body) => {
	await trigger.post(body, { contentType: FORM_TYPE });
	expect(jsonTaken()).toEqual([
		[expect.objectContaining({ event: 'extensionStatus', status: 'ringing', extension: '0028' })],
	]);
});

it.each<[string, string | FormData]>([
	['JSON', JSON.stringify(RECORD).replace('220739', '9007199254740993')],
	['a form', urlencoded({ ...RECORD, id: '9007199254740993' })],
	['multipart', multipart({ ...RECORD, id: '9007199254740993' })],
	['JSON in a form', urlencoded({ data: '{"billsec":1,"duration":2,"id":9007199254740993}' })],
])('keeps every digit of an id in %s', async (_, body) => {
	await trigger.post(body, { contentType: 'text/plain' });
	expect(jsonTaken()).toEqual([[expect.objectContaining({ recordId: '9007199254740993' })]]);
});

it('knows a callback again that comes as another kind of body', async () => {
	await trigger.post(JSON.stringify(RECORD));
	await trigger.post(urlencoded(RECORD), { contentType: FORM_TYPE });
	await trigger.post(multipart(RECORD));
	await trigger.post(GBK, { contentType: 'text/plain' });
	expect(trigger.executions).toHaveLength(1);
});

it('gives the fields of a form when not simplified', async () => {
	await trigger.close();
	trigger = await listenWith({ simplify: false });
	await trigger.post(multipart(STATUS));
	expect(jsonTaken()).toEqual([[STATUS]]);
});

it.each<[string, string | FormData, string]>([
	['a form of something else', 'event=order&status=paid', FORM_TYPE],
	['a web page', '<a href="x=1">', 'text/html'],
	['multipart of something else', multipart({ hello: 'world' }), ''],
	['multipart with a list of JSON', multipart({ data: '[{"billsec":1,"duration":2}]' }), ''],
	['a multipart file', new FormData(), ''],
])('refuses %s with 400', async (_, body, contentType) => {
	if (body instanceof FormData && [...body].length === 0) {
		body.append('data', new Blob([JSON.stringify(RECORD)]), 'record.json');
	}
	expect(await trigger.post(body, { contentType })).toMatchObject({ status: 400 });
	expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
});

it('refuses a body that cannot be read with 400: nothing is thrown, nothing starts', async () => {
	const contentType = 'multipart/mixed; boundary=x';
	expect(await trigger.post('not what it says', { contentType })).toMatchObject({
		status: 400,
		text: 'The body cannot be read',
	});
	expect(trigger.executions).toEqual([]);
});

describe('a body of a million bytes', () => {
	const padded = (size: number) => {
		const [head, tail] = JSON.stringify({ ...RECORD, customuuid: '|' }).split('|');
		return head + 'x'.repeat(size - head!.length - tail!.length) + tail;
	};

	it('is taken', async () => {
		expect(await trigger.post(padded(1_000_000))).toMatchObject({ status: 200 });
		expect(trigger.executions).toHaveLength(1);
	});

	it('and one is refused with 413', async () => {
		expect(await trigger.post(padded(1_000_001))).toEqual({
			status: 413,
			text: 'The body is larger than any callback',
			contentType: 'text/plain; charset=utf-8',
		});
		expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
	});

	const TOO_LARGE = { status: 413, text: 'The body is larger than any callback' };
	const withFiles = (...sizes: number[]) => {
		const form = multipart(RECORD);
		for (const size of sizes) form.append('file', new Blob([Buffer.alloc(size)]), 'a.bin');
		return form;
	};

	it.each<[string, FormData, boolean]>([
		['in a field', multipart({ ...RECORD, note: 'x'.repeat(1_000_000) }), false],
		['in a field, without a length', multipart({ ...RECORD, note: 'x'.repeat(1_000_000) }), true],
		[
			'in several fields',
			multipart({ ...RECORD, a: 'x'.repeat(600_000), b: 'y'.repeat(600_000) }),
			true,
		],
		['in Chinese characters', multipart({ ...RECORD, note: '订'.repeat(333_400) }), true],
		['in a file beside the fields', withFiles(1_000_000), false],
		['in a file beside the fields, without a length', withFiles(1_000_000), true],
		['in several files', withFiles(600_000, 600_000), true],
	])('and more is refused of multipart too: %s', async (_, form, chunked) => {
		expect(await trigger.post(form, { chunked })).toMatchObject(TOO_LARGE);
		expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
	});

	it.each([true, false])('is taken of multipart: nearly as much (chunked: %j)', async (chunked) => {
		const form = multipart({ ...RECORD, note: 'x'.repeat(990_000) });
		expect(await trigger.post(form, { chunked })).toMatchObject({ status: 200 });
	});
});
