import { readReference, splitCustomData } from '../../nodes/YunhuVoice/waiting/reference';
import { closeAccounts, CONTINUE, formsSent, openTestAccount } from '../support/contexts/account';
import { ISO_TIME, KINDS } from '../support/contexts/extensionCalls';
import { IN_DOUBT, NOT_PLACED, timeLimitOf } from '../support/contexts/faults';
import { itemsOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

describe.each(KINDS)('%s', (_operation, { parameters, service, named }) => {
	it.each(NOT_PLACED)('%s: nothing was dialled', async (_name, fault, code) => {
		const account = await openTestAccount();
		account.provider.answerNext({ service, fault });
		const [item] = itemsOf(await account.run(parameters, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			code,
			mayHaveBeenPlaced: false,
			requestedAt: ISO_TIME,
			...named,
		});
		expect(item?.json.error).not.toContain('may have been placed');
		expect(formsSent(account.provider, service)).toHaveLength(1);
		expect(account.provider.dials).toEqual([]);
	});

	it.each(IN_DOUBT)(
		'%s: says the call may have been placed, and never places it again',
		async (_name, fault, code) => {
			const account = await openTestAccount();
			account.provider.answerNext({ service, fault });
			const options = { customData: 'order 7', timeoutSeconds: timeLimitOf(fault) };
			const [item] = itemsOf(await account.run({ ...parameters, options }, undefined, CONTINUE));
			expect(item?.json).toEqual({
				error: expect.stringMatching(/the call may have been placed \(custom data order 7\)$/),
				code,
				level: expect.any(String),
				advice: expect.stringContaining('look for a call record'),
				mayHaveBeenPlaced: true,
				requestedAt: ISO_TIME,
				...named,
				customData: 'order 7',
			});
			expect(formsSent(account.provider, service)).toHaveLength(1);
			expect(account.provider.dials.length).toBeLessThanOrEqual(1);
		},
	);

	it.each([
		['600, a dead token', { ret: 600 }],
		['1010, which a new token cures', { code: 1010 }],
	])('is sent again after %s, since nothing was dialled', async (_name, fault) => {
		const account = await openTestAccount();
		account.provider.answerNext({ service, fault });
		expect(itemsOf(await account.run(parameters))[0]?.json).toMatchObject({
			accepted: true,
		});
		expect(formsSent(account.provider, service)).toHaveLength(2);
		expect(account.provider.dials).toHaveLength(1);
	});

	it('waits for the result with the reference of the execution behind the user’s text', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run({
			...parameters,
			waitForResult: true,
			waitLimitMinutes: 60,
			options: { customData: 'order 7' },
		});
		const { customData, waitReference } = splitCustomData(provider.dials[0]!.customuuid);
		expect(customData).toBe('order 7');
		expect(readReference(provider.accessKey, waitReference!)).toMatchObject({ executionId: '1' });
		expect(result.status).toBe('waiting');
		expect(result.waitTill!.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
	});

	it('does not wait for a call in doubt', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service, fault: { reset: 'after' } });
		const waiting = { ...parameters, waitForResult: true, waitLimitMinutes: 60 };
		const result = await run(waiting, undefined, CONTINUE);
		expect(itemsOf(result)[0]?.json).toMatchObject({ mayHaveBeenPlaced: true, ...named });
		expect(result.waitTill).toBeUndefined();
	});
});
