import type { ListeningTrigger } from '../support/contexts/trigger';
import { listenWith } from '../support/contexts/trigger';

const STATUS = JSON.stringify({
	uuid: 'ca11',
	buuid: '1e9',
	status: 'answer',
	isbleg: 'true',
	direction: 'callout',
	method: '6',
	caller: '20280003',
	callee: '85322888486',
	companycode: '2028',
	starttime: '1581124302',
});

const RECORD = JSON.stringify({
	id: 220739,
	uuid: 'ca11',
	hangupcause: 10001,
	hangupdirection: 10040,
	billsec: 10,
	duration: 13,
	starttime: '2020-02-09 12:32:38',
	answertime: '2020-02-09 12:32:51',
	endtime: '2020-02-09 12:33:01',
	type: 'callout',
});

let trigger: ListeningTrigger;
afterEach(async () => await trigger.close());

const itemsStarted = () => trigger.returned.map(({ workflowData }) => workflowData?.[0]);

it.each([
	['an extension status', STATUS, 'extensionStatus', { status: 'answered', leg: 'customer' }],
	[
		'a call record',
		RECORD,
		'callRecord',
		{ talkSeconds: 10, endedAt: '2020-02-09T12:33:01.000+08:00' },
	],
])('%s starts the workflow with one item and is answered 1', async (_, body, event, part) => {
	trigger = await listenWith();
	expect(await trigger.post(body)).toEqual({
		status: 200,
		text: '1',
		contentType: 'text/plain; charset=utf-8',
	});
	expect(itemsStarted()).toEqual([[{ json: expect.objectContaining({ event, ...part }) }]]);
});

it('gives the original body when not simplified', async () => {
	trigger = await listenWith({ simplify: false });
	await trigger.post(RECORD);
	expect(itemsStarted()).toEqual([[{ json: JSON.parse(RECORD) }]]);
});

it.each([
	['text/plain', 'text/plain'],
	['no content type', ''],
	['a content type of forms', 'application/x-www-form-urlencoded'],
	['a content type of web pages', 'text/html; charset=utf-8'],
])('takes JSON that comes as %s', async (_, contentType) => {
	trigger = await listenWith();
	expect(await trigger.post(RECORD, { contentType })).toMatchObject({ status: 200, text: '1' });
	expect(itemsStarted()).toHaveLength(1);
});

it('acknowledges an event that is not selected, without starting the workflow', async () => {
	trigger = await listenWith({ events: ['callRecord'] });
	expect(await trigger.post(STATUS)).toMatchObject({ status: 200, text: '1' });
	await trigger.post(RECORD);
	expect(itemsStarted()).toEqual([undefined, [expect.anything()]]);
});

it.each([
	['an empty body', '', /empty/],
	['text', 'ring ring', /neither JSON nor a form/],
	['JSON that is cut off', RECORD.slice(0, 40), /neither JSON nor a form/],
	['a list', `[${RECORD}]`, /not a JSON object/],
	['null', 'null', /not a JSON object/],
	['an object with nothing in it', '{}', /neither/],
	['something else', '{"event":"order.created","status":"paid"}', /neither/],
])('refuses %s with 400 and a reason, and starts nothing', async (_, body, reason) => {
	trigger = await listenWith();
	expect(await trigger.post(body)).toEqual({
		status: 400,
		text: expect.stringMatching(reason),
		contentType: 'text/plain; charset=utf-8',
	});
	expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
});

describe('secret authentication', () => {
	const callbackSecret = 'a long random text';

	it.each([
		['in the address', { query: `?secret=${encodeURIComponent(callbackSecret)}` }],
		['in the header', { headers: { 'x-callback-secret': callbackSecret } }],
	])('lets a callback in that brings the secret %s', async (_, options) => {
		trigger = await listenWith(
			{ authentication: 'secret' },
			{ callbackSecret: ` ${callbackSecret}\n` },
		);
		expect(await trigger.post(RECORD, options)).toMatchObject({ status: 200 });
		expect(itemsStarted()).toHaveLength(1);
	});

	it.each([
		['no secret', {}],
		['a wrong one', { query: '?secret=a+long+random+tex' }],
		['two', { query: '?secret=a&secret=b' }],
		['an empty one', { query: '?secret=' }],
	])('refuses %s with 401, before it reads the body', async (_, options) => {
		trigger = await listenWith({ authentication: 'secret' }, { callbackSecret });
		expect(await trigger.post('no callback at all', options)).toMatchObject({ status: 401 });
		expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
	});

	it('refuses everybody while the credential has no secret, and says so when the workflow is published', async () => {
		trigger = await listenWith({ authentication: 'secret' });
		expect(await trigger.post(RECORD, { query: '?secret=' })).toMatchObject({ status: 401 });
		await expect(trigger.activate()).rejects.toMatchObject({
			// Where a workflow is published n8n shows the message only.
			message: expect.stringMatching(
				/^The credential has no Callback Secret\. .*save it, and publish the workflow again/,
			),
		});
	});
});

it('says when the workflow is published that the time zone is unknown', async () => {
	trigger = await listenWith({}, { serverTimeZone: 'Mars/Base' });
	await expect(trigger.activate()).rejects.toThrow('Time Zone');
});

it('can be published and unpublished with settings that work', async () => {
	trigger = await listenWith({ authentication: 'secret' }, { callbackSecret: 'x' });
	await expect(trigger.activate()).resolves.toBeUndefined();
	await expect(trigger.deactivate()).resolves.toBeUndefined();
});
