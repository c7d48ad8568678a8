import type { IWebhookFunctions } from 'n8n-workflow';
import { acknowledge, refuse } from '../../../nodes/YunhuVoice/shared/respond';

/** A response that records the calls on it. */
function recorder() {
	const done: Array<[string, unknown]> = [];
	const note = (name: string) => (value: unknown) => {
		done.push([name, value]);
		return response;
	};
	const response = { type: note('type'), status: note('status'), send: note('send') };
	const context = { getResponseObject: () => response } as unknown as IWebhookFunctions;
	return { context, done };
}

it.each([
	['1', 'text/plain'],
	['0', 'text/plain'],
	['success', 'text/plain'],
	['', 'text/plain'],
	[' ', 'text/plain'],
	['ok <b>', 'text/plain'],
	['"1"', 'text/plain'],
	['true', 'text/plain'],
	['null', 'text/plain'],
	['{code:0}', 'text/plain'],
	['{"code":0', 'text/plain'],
	['{"code":0}{}', 'text/plain'],
	['{"code":0}', 'application/json'],
	[' {"code": 0}\n', 'application/json'],
	['{}', 'application/json'],
	['[]', 'application/json'],
	['[1]', 'application/json'],
	['{"id":12345678901234567890}', 'application/json'],
])('acknowledges with %j, unchanged, as %s; the status is left to n8n', (text, type) => {
	const { context, done } = recorder();
	expect(acknowledge(context, text)).toEqual({ webhookResponse: text });
	expect(done).toEqual([['type', type]]);
});

it('returns no workflow data unless it is given some', () => {
	expect(acknowledge(recorder().context, '1')).not.toHaveProperty('workflowData');
	const workflowData = [[{ json: { a: 1 } }], []];
	expect(acknowledge(recorder().context, '1', workflowData)).toEqual({
		webhookResponse: '1',
		workflowData,
	});
});

it('refuses with a status and the reason as text, and tells n8n not to answer', () => {
	const { context, done } = recorder();
	expect(refuse(context, { status: 403, reason: 'Because' })).toEqual({ noWebhookResponse: true });
	expect(done).toEqual([
		['status', 403],
		['type', 'text/plain'],
		['send', 'Because'],
	]);
});
