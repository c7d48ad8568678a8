import { closeAccounts, CONTINUE, openTestAccount } from '../support/contexts/account';
import { CALLER_IDS, EXTENSIONS, GROUPS, MEMBERS, STATUS } from '../support/contexts/directory';
import { itemsOf, jsonOf } from '../support/contexts/n8n';
import type { FaultKind } from '../support/simulator';

/*
 * What the services that list extensions, groups and caller IDs have in common.
 */

afterEach(closeAccounts);

const SERVICES = {
	GetSipnumberInfo: EXTENSIONS,
	GetSipCallStatus: STATUS,
	GetExtgroupInfo: GROUPS,
	GetGroupExt: MEMBERS,
	getDisnumberInfo: CALLER_IDS,
};

describe.each(Object.entries(SERVICES))('%s', (service, parameters) => {
	it('gives the provider’s rows when not simplified', async () => {
		const { run } = await openTestAccount();
		const items = jsonOf(await run({ ...parameters, simplify: false }));
		expect(items.length).toBeGreaterThan(0);
		for (const item of items) {
			expect(item).not.toHaveProperty('otherFields');
			expect(item).not.toHaveProperty('ret');
			expect(Object.keys(item).join()).toMatch(/extnumber|disnumber|name/);
		}
	});

	it('without rows gives no item and no error', async () => {
		const { provider, run } = await openTestAccount();
		const data = service === 'GetGroupExt' ? [] : { status: 0, desc: 'ok', result: [] };
		provider.answerNext({ service, fault: { raw: JSON.stringify({ ret: 200, data }) } });
		const result = await run(parameters);
		expect(result.data.resultData.error).toBeUndefined();
		expect(itemsOf(result)).toEqual([]);
	});

	it('may have a long answer', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service, fault: { bytes: 2_000_000 } });
		expect((await run(parameters)).data.resultData.error).toBeUndefined();
	});

	it('is repeated after a lost answer', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service, times: 2, fault: { reset: 'after' } });
		expect(itemsOf(await run(parameters)).length).toBeGreaterThan(0);
		expect(provider.count(service)).toBe(3);
	});

	it.each<[string, FaultKind, object]>([
		['no licence', { ret: 603 }, { code: '603', error: expect.stringMatching(/licensed/) }],
		[
			'an answer without rows',
			{ raw: '{"ret":200,"data":{"status":0,"result":"x"}}' },
			{ code: 'NO_RESULT' },
		],
		[
			'an extension of somebody else',
			{ code: 1011 },
			{ code: '1011', error: expect.stringMatching(/^Illegal Extension \(code 1011\)/) },
		],
		[
			'an unknown group',
			{ code: 1211 },
			{
				error: expect.stringMatching(/^Illegal Queue \(code 1211\)/),
				advice: expect.stringMatching(/extension group/),
			},
		],
	])('says what happened: %s', async (_what, fault, expected) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service, fault });
		const [item] = jsonOf(await run(parameters, undefined, CONTINUE));
		expect(item).toMatchObject(expected);
		expect(item?.error).not.toMatch(/carried out/);
	});
});

describe('a list as the answer itself', () => {
	it('is an answer of GetGroupExt alone', async () => {
		const { provider, run } = await openTestAccount();
		const raw = JSON.stringify({ ret: 200, data: [{ extnumber: '1', name: 'a' }] });
		for (const service of Object.keys(SERVICES)) provider.answerNext({ service, fault: { raw } });
		expect(jsonOf(await run(MEMBERS))).toMatchObject([{ extension: '1', group: 'a' }]);
		expect(jsonOf(await run(GROUPS, undefined, CONTINUE))).toHaveLength(1);
		expect(provider.count('GetExtgroupInfo')).toBe(2);
	});
});
