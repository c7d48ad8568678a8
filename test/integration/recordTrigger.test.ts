import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	closeAccounts,
	formsSent,
	openTestAccount,
	type TestAccount,
} from '../support/contexts/account';
import { jsonOf } from '../support/contexts/n8n';
import { PolledTrigger } from '../support/contexts/recordTrigger';
import { times } from '../support/lists';
import { stamp } from '../support/simulator/clock';

afterEach(closeAccounts);

const MINUTE_MS = 60_000;

const ago = (minutes: number): string => stamp(Date.now() - minutes * MINUTE_MS);

/** A trigger that is published, at an account of its own. */
async function published(
	parameters: INodeParameters = {},
	isDurable = false,
	account?: TestAccount,
) {
	const opened = account ?? (await openTestAccount());
	const trigger = new PolledTrigger(opened, parameters, isDurable);
	await trigger.publish();
	return { trigger, ...opened };
}

describe('what it gives', () => {
	it('gives nothing of what is there when it is published, and each new record once', async () => {
		const account = await openTestAccount();
		account.provider.addBill();
		const { trigger, provider } = await published({}, false, account);
		expect(await trigger.poll()).toBeNull();
		provider.addBill();
		provider.addBill();
		expect(await trigger.poll()).toMatchObject([{ recordId: '2' }, { recordId: '3' }]);
		expect(await trigger.poll()).toBeNull();
	});

	it('gives the items of Call Record: Get Many', async () => {
		const { trigger, provider, run } = await published();
		provider.addBill({ customuuid: 'order-1', hangupcause: 10006, billsec: 0, answertime: null });
		const items = await trigger.poll();
		const query = { resource: 'callRecord', operation: 'getAll', returnAll: true };
		expect(items).toEqual(jsonOf(await run(query)));
		expect(items).toMatchObject([{ outcome: 'busy', source: 'query', customData: 'order-1' }]);
	});

	it('gives the rows as they are with Simplify off', async () => {
		const { trigger, provider } = await published({ simplify: false });
		const bill = provider.addBill();
		expect(await trigger.poll()).toEqual([bill]);
	});

	it('gives the oldest first, a few at a time', async () => {
		const { trigger, provider } = await published({ options: { maxRecords: 2 } });
		for (const minutes of [3, 1, 5, 2, 4]) provider.addBill({ starttime: ago(minutes) });
		await trigger.poll();
		await trigger.poll();
		await trigger.poll();
		expect(trigger.executions.map((items) => items.length)).toEqual([2, 2, 1]);
		expect(trigger.given).toEqual(['3', '5', '1', '4', '2']);
	});

	it('starts with calls that ended at Start From or later', async () => {
		const account = await openTestAccount();
		account.provider.addBill({ starttime: ago(90), endtime: ago(61) });
		account.provider.addBill({ starttime: ago(90), endtime: ago(59) });
		const startFrom = new Date(Date.now() - 60 * MINUTE_MS).toISOString();
		const { trigger } = await published({ options: { startFrom } }, false, account);
		expect(trigger.given).toEqual(['2']);
	});

	it('gives a record that comes long after the call has started', async () => {
		const { trigger, provider } = await published();
		provider.addBill();
		await trigger.poll();
		provider.addBill({ starttime: ago(175) });
		await trigger.poll();
		expect(trigger.given).toEqual(['1', '2']);
	});

	it.each<[string, Array<number | string | undefined>]>([
		['that are text', ['b', 'a', 'c']],
		['that descend', [9, 8, 7]],
		['that are the same for different calls', [5, 5, 5]],
		['that are missing', [undefined, undefined, undefined]],
	])('gives each record once with ids %s', async (_, ids) => {
		const { trigger, provider } = await published();
		ids.forEach((id, index) => {
			const bill = provider.addBill({ destnumber: `1380000000${index}` });
			Object.assign(bill, { id });
		});
		await trigger.poll();
		await trigger.poll();
		const numbers = trigger.executions.flat().map(({ json }) => json.destinationNumber);
		expect([...numbers].sort()).toEqual(['13800000000', '13800000001', '13800000002']);
	});

	it('gives a record of the future at once', async () => {
		const { trigger, provider } = await published();
		provider.addBill({ starttime: ago(-8 * 60) });
		await trigger.poll();
		await trigger.poll();
		expect(trigger.given).toEqual(['1']);
	});

	it.each(['list', 'null', 'absent'] as const)('takes %s for no record', async (emptyBills) => {
		const { trigger } = await published({}, false, await openTestAccount({ emptyBills }));
		expect(await trigger.poll()).toBeNull();
	});
});

describe('what it asks for', () => {
	it('asks for all records of the look-back window, and never marks them as fetched', async () => {
		const { trigger, provider } = await published();
		await trigger.poll();
		const forms = formsSent(provider, 'GetBill') as Array<Record<string, string>>;
		for (const form of forms) {
			expect(form).toMatchObject({
				syncflag: '3',
				direction: '3',
				callmethod: '0',
				itemsperpage: '1000',
			});
		}
		const { starttime, endtime } = forms.at(-1)!;
		const minutesAgo = (text: string) =>
			(Date.now() - Date.parse(`${text.replace(' ', 'T')}+08:00`)) / MINUTE_MS;
		expect(minutesAgo(starttime!)).toBeGreaterThan(180);
		expect(minutesAgo(starttime!)).toBeLessThan(205);
		expect(minutesAgo(endtime!)).toBeLessThan(0);
		// Windows begin at full five minutes. A second more: the ends may not belong to a window.
		expect(starttime).toMatch(/:59$/);
	});

	it('asks for no more pages when the time that n8n gives a poll is over', async () => {
		const { trigger, provider } = await published({ options: { maxRecords: 5000 } });
		times(2001, () => provider.addBill());
		trigger.pollBudgetMs = 1;
		expect(await trigger.poll()).toHaveLength(1000);
		trigger.pollBudgetMs = 60_000;
		expect(await trigger.poll()).toHaveLength(1001);
	});

	it('asks for all pages where n8n sets no limit', async () => {
		const { trigger, provider } = await published({ options: { maxRecords: 5000 } });
		times(2001, () => provider.addBill());
		trigger.pollBudgetMs = undefined;
		expect(await trigger.poll()).toHaveLength(2001);
	});

	it('asks once in a poll that finds nothing', async () => {
		const { trigger, provider } = await published();
		const before = provider.requests.length;
		await trigger.poll();
		expect(provider.requests).toHaveLength(before + 1);
	});

	it('does not wait for another trigger of its process', async () => {
		const [one, other] = [await published(), await published()];
		other.trigger.joinProcessOf(one.trigger);
		one.provider.addBill();
		other.provider.addBill();
		await Promise.all([one.trigger.poll(), other.trigger.poll()]);
		expect([one.trigger.given, other.trigger.given]).toEqual([['1'], ['1']]);
	});

	it('polls once at a time', async () => {
		const { trigger, provider } = await published();
		provider.addBill();
		const both = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(both.filter((items) => items !== null)).toHaveLength(1);
		expect(trigger.given).toEqual(['1']);
	});
});

describe('after a restart', () => {
	it('repeats the last batch, because nobody knows whether n8n has stored it', async () => {
		const { trigger, provider } = await published();
		provider.addBill();
		await trigger.poll();
		provider.addBill();
		await trigger.poll();
		await trigger.poll();
		await trigger.restart();
		await trigger.poll();
		expect(trigger.given).toEqual(['1', '2', '2']);
	});

	it('loses nothing that n8n had not stored', async () => {
		const { trigger, provider } = await published();
		provider.addBill();
		await trigger.poll({ cursor: true, execution: false });
		await trigger.restart();
		provider.addBill();
		await trigger.poll({ cursor: false, execution: false });
		await trigger.restart();
		expect(new Set(trigger.given)).toEqual(new Set(['1', '2']));
	});

	it('repeats nothing with Repeat After Restart off', async () => {
		const { trigger, provider } = await published({ options: { repeatAfterRestart: false } });
		provider.addBill();
		await trigger.poll();
		await trigger.restart();
		expect(trigger.given).toEqual(['1']);
	});

	it('repeats nothing and loses nothing where n8n commits cursor and execution together', async () => {
		const { trigger, provider } = await published({}, true);
		provider.addBill();
		await trigger.poll();
		await trigger.restart();
		provider.addBill();
		await trigger.poll({ cursor: false, execution: false });
		await trigger.restart();
		await trigger.poll();
		expect(trigger.given).toEqual(['1', '2']);
	});

	it('gives nothing while n8n has not committed the last batch, and gives it again if that takes too long', async () => {
		const { trigger, provider } = await published({}, true);
		await trigger.poll();
		provider.addBill();
		await trigger.poll({ cursor: false, execution: true });
		provider.addBill();
		expect(await trigger.poll()).toBeNull();
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + MINUTE_MS);
		expect(await trigger.poll()).toHaveLength(2);
		jest.restoreAllMocks();
		provider.addBill();
		expect(await trigger.poll()).toMatchObject([{ recordId: '3' }]);
	});

	it('repeats the last batch when this process takes over from another one', async () => {
		const { trigger, provider } = await published();
		provider.addBill();
		await trigger.poll();
		await trigger.takeOver();
		await trigger.poll();
		expect(trigger.given).toEqual(['1', '1']);
	});

	it('gives what came while n8n was down', async () => {
		const { trigger, provider } = await published();
		times(5, () => provider.addBill());
		await trigger.restart();
		expect(trigger.given).toHaveLength(5);
	});
});

describe('when the node changes', () => {
	it('goes on after it got another name', async () => {
		const { trigger, provider } = await published();
		await trigger.poll();
		provider.addBill();
		await trigger.publish({ name: 'Records' });
		expect(trigger.given).toEqual(['1']);
	});

	it('goes on after it got another name and then its old one again', async () => {
		const { trigger, provider } = await published();
		const { name } = trigger;
		provider.addBill();
		await trigger.poll();
		await trigger.poll();
		await trigger.publish({ name: 'Records' });
		provider.addBill();
		await trigger.poll();
		await trigger.poll();
		await trigger.publish({ name });
		await trigger.poll();
		expect(trigger.given).toEqual(['1', '2']);
	});

	it('leaves out what looser filters would have let through long ago', async () => {
		const { trigger, provider } = await published({ filters: { outcomes: ['busy'] } });
		provider.addBill();
		await trigger.poll();
		await trigger.publish({ parameters: {} });
		expect(trigger.given).toEqual([]);
	});

	it('takes the Start From of the publication that succeeds', async () => {
		const account = await openTestAccount();
		account.provider.addBill({ starttime: ago(90), endtime: ago(85) });
		const startFrom = (minutes: number) => ({
			options: { startFrom: new Date(Date.now() - minutes * MINUTE_MS).toISOString() },
		});
		const trigger = new PolledTrigger(account, startFrom(120));
		account.provider.answerNext({ service: 'GetBill', times: 3, fault: { http: 500 } });
		await expect(trigger.publish()).rejects.toThrow(/500/);
		await trigger.publish({ parameters: startFrom(60) });
		expect(trigger.given).toEqual([]);
	});

	it('goes on after the access key was renewed', async () => {
		const { trigger, provider, credentials } = await published();
		provider.addBill();
		await trigger.poll();
		provider.options.accessKey = 'a-new-key-of-the-same-account';
		credentials.stored.accessKey = 'a-new-key-of-the-same-account';
		provider.addBill();
		await trigger.publish();
		expect(trigger.given).toEqual(['1', '2']);
	});

	it('begins anew with another account', async () => {
		const { trigger, credentials } = await published();
		const other = await openTestAccount({ appId: 'another-app' });
		other.provider.addBill();
		Object.assign(credentials.stored, { ...other.credentials.stored });
		await trigger.publish();
		expect(trigger.given).toEqual([]);
		other.provider.addBill();
		await trigger.poll();
		expect(trigger.given).toEqual(['2']);
	});
});

describe('failures', () => {
	it('keeps quiet about two passing failures, tells of the third, then for an hour of none', async () => {
		const { trigger, provider } = await published();
		// Each poll tries three times.
		provider.answerNext({ service: 'GetBill', times: 15, fault: { http: 500 } });
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
		await expect(trigger.poll()).rejects.toThrow(/500/);
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
		provider.addBill();
		expect(await trigger.poll()).toHaveLength(1);
	});

	it('begins to count again after a poll that succeeds', async () => {
		const { trigger, provider } = await published();
		provider.answerNext({ service: 'GetBill', times: 6, fault: { http: 500 } });
		await trigger.poll();
		await trigger.poll();
		await trigger.poll();
		provider.answerNext({ service: 'GetBill', times: 6, fault: { http: 500 } });
		expect([await trigger.poll(), await trigger.poll()]).toEqual([null, null]);
	});

	it('tells at once if it has never been able to poll', async () => {
		const account = await openTestAccount({}, { accessKey: '' });
		const trigger = new PolledTrigger(account);
		expect(await trigger.restart()).toBeNull();
		account.credentials.stored.accessKey = 'demo-access-key';
		account.provider.answerNext({ service: 'GetBill', times: 3, fault: { http: 500 } });
		await expect(trigger.poll()).rejects.toThrow(/500/);
	});

	it('stays quiet about a passing failure when n8n has lost where it stands', async () => {
		const { trigger, provider } = await published({}, true);
		await trigger.poll();
		trigger.stored = {};
		provider.answerNext({ service: 'GetBill', times: 3, fault: { http: 500 } });
		expect(await trigger.poll()).toBeNull();
	});

	it('gives what it has read before a failure, and tells of the failure the next time', async () => {
		const { trigger, provider } = await published();
		times(1001, () => provider.addBill());
		const refusal = { service: 'GetBill', fault: { ret: 603 } };
		provider.answerNext({ ...refusal, after: 1 });
		expect(await trigger.poll()).toHaveLength(1000);
		provider.answerNext(refusal);
		await expect(trigger.poll()).rejects.toThrow(/603/);
		expect(await trigger.poll()).toHaveLength(1);
	});

	it('tells at once that the service has no licence, and what is licensed', async () => {
		const { trigger, provider } = await published(
			{},
			false,
			await openTestAccount({ licences: ['Sip_Call'] }),
		);
		provider.options.unlicensed = ['Sip_Cdr'];
		await expect(trigger.poll()).rejects.toThrow(/603/);
		expect(await trigger.poll()).toBeNull();
		provider.options.unlicensed = [];
		provider.addBill();
		expect(await trigger.poll()).toHaveLength(1);
	});

	it('cannot be published while the account is refused', async () => {
		const account = await openTestAccount({}, { accessKey: 'wrong' });
		const trigger = new PolledTrigger(account);
		await expect(trigger.publish()).rejects.toThrow(/The login failed/);
	});

	it('cannot be published again while the account is refused, even if n8n was told just before', async () => {
		const { trigger, provider } = await published();
		provider.options.unlicensed = ['Sip_Cdr'];
		await expect(trigger.poll()).rejects.toThrow(/603/);
		await expect(trigger.publish()).rejects.toThrow(/603/);
		await expect(trigger.publish({}, 'create')).rejects.toThrow(/603/);
	});

	it('does not keep n8n from starting', async () => {
		const { trigger, provider } = await published();
		provider.options.unlicensed = ['Sip_Cdr'];
		expect(await trigger.restart()).toBeNull();
		await expect(trigger.poll()).rejects.toThrow(/603/);
	});

	it.each<[string, IDataObject, RegExp]>([
		['a filter', { filters: { outcomes: ['nonsense'] } }, /Outcomes contains “nonsense”/],
		['Longest Call', { options: { longestCallMinutes: 0 } }, /Longest Call/],
		['Max Records', { options: { maxRecords: '' } }, /Max Records/],
		['a blank Start From', { options: { startFrom: '' } }, /Start From is empty/],
		[
			'Start From',
			{ options: { startFrom: 'tomorrow' } },
			/Start From is not a date.*Enter a date and time, or remove Start From/,
		],
		[
			'an expression that fails',
			{ options: { maxRecords: '={{ $("Nowhere").item.json.count }}' } },
			/The expression in Max Records fails/,
		],
	])('cannot be published with %s that cannot be read', async (_, parameters, message) => {
		const trigger = new PolledTrigger(await openTestAccount(), parameters as INodeParameters);
		await expect(trigger.publish()).rejects.toThrow(message);
	});
});

describe('executed in the editor', () => {
	it('shows the newest records and moves nothing', async () => {
		const { trigger, provider } = await published();
		times(8, (index) => provider.addBill({ starttime: ago(8 - index) }));
		const before = JSON.stringify(trigger.stored);
		expect((await trigger.execute()).map(({ recordId }) => recordId)).toEqual([
			'4',
			'5',
			'6',
			'7',
			'8',
		]);
		expect(JSON.stringify(trigger.stored)).toBe(before);
		expect(await trigger.poll()).toHaveLength(8);
	});

	it('looks back a week, and says what to do if there is nothing', async () => {
		const { trigger, provider } = await published({ filters: { outcomes: ['answered'] } });
		await expect(trigger.execute()).rejects.toThrow(/No call record of the last 7 days/);
		provider.addBill({ starttime: ago(6 * 24 * 60) });
		expect(await trigger.execute()).toHaveLength(1);
	});

	it('shows what passes the filters, oldest first, from the shortest time that has any', async () => {
		const { trigger, provider } = await published({ filters: { outcomes: ['busy'] } });
		const busy = { hangupcause: 10006, billsec: 0, answertime: null };
		provider.addBill({ ...busy, starttime: ago(3 * 24 * 60) });
		provider.addBill({ ...busy, starttime: ago(6 * 60) });
		expect((await trigger.execute()).map(({ recordId }) => recordId)).toEqual(['2']);
		provider.addBill({ ...busy, starttime: ago(5) });
		provider.addBill({ ...busy, starttime: ago(10) });
		provider.addBill({ starttime: ago(1) });
		expect((await trigger.execute()).map(({ recordId }) => recordId)).toEqual(['4', '3']);
	});

	it('asks for a second more at both ends of a window: they may not belong to it', async () => {
		const { trigger, provider } = await published();
		provider.addBill();
		await trigger.execute();
		const [form] = formsSent(provider, 'GetBill').slice(-1) as Array<Record<string, string>>;
		const [from, to] = [form!.starttime, form!.endtime].map((text) =>
			Date.parse(`${text!.replace(' ', 'T')}Z`),
		);
		// From an hour before now to a day after it.
		expect(to! - from!).toBe(25 * 60 * MINUTE_MS + 2_000);
	});

	it('looks no further back when the time is over', async () => {
		const { trigger, provider } = await published();
		trigger.pollBudgetMs = 0;
		const before = provider.count('GetBill');
		await expect(trigger.execute()).rejects.toMatchObject({
			message: 'No call record of the last hour passes the filters',
			description: expect.stringContaining('Place a call and wait until it has ended'),
		});
		expect(provider.count('GetBill')).toBe(before + 1);
	});

	it('says why the records cannot be read', async () => {
		const { trigger, provider } = await published();
		provider.answerNext({ service: 'GetBill', fault: { ret: 603 } });
		await expect(trigger.execute()).rejects.toThrow(/603/);
	});

	it('says which setting cannot be read', async () => {
		const account = await openTestAccount();
		const trigger = new PolledTrigger(account, { filters: { outcomes: ['nonsense'] } });
		await expect(trigger.execute()).rejects.toThrow(/Outcomes contains “nonsense”/);
	});
});
