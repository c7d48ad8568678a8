import { closeAccounts, CONTINUE, openTestAccount } from '../support/contexts/account';
import { onCampaign } from '../support/contexts/campaign';
import { itemsOf, jsonOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { FaultKind } from '../support/simulator';

/*
 * Lists that are read page by page: what the provider refuses, and answers that are not what they should be.
 */

afterEach(closeAccounts);

const LISTS = {
	GetBill: {
		parameters: {
			resource: 'callRecord',
			operation: 'getAll',
			startedAfter: '2020-01-01T00:00:00Z',
		},
		list: 'bills',
		idOf: 'recordId',
		rowOf: (id: number): object => ({ id }),
	},
	TaskList: {
		parameters: { resource: 'campaign', operation: 'getAll' },
		list: 'task',
		idOf: 'campaignId',
		rowOf: (taskid: number): object => ({ taskid }),
	},
	TaskInfo: {
		parameters: onCampaign('getNumbers', '1'),
		list: 'result',
		idOf: 'customData',
		rowOf: (customuuid: number): object => ({ customuuid }),
	},
};

describe.each(Object.entries(LISTS))('%s', (service, { parameters, list, idOf, rowOf }) => {
	const all = { ...parameters, returnAll: true };
	const answerOf = (rows: unknown, totalitems: number): string =>
		JSON.stringify({ ret: 200, data: { status: 0, result: { totalitems, [list]: rows } } });

	it.each<[string, FaultKind, RegExp, RegExp]>([
		[
			'somebody else’s extension',
			{ code: 1011 },
			/^Illegal Extension \(code 1011\)/,
			/belongs to your company/,
		],
		[
			'an unknown extension',
			{ code: 1012 },
			/^Extension Does Not Exist \(code 1012\)/,
			/correct its number/,
		],
		['a disabled extension', { code: 1013 }, /^Extension Disabled \(code 1013\)/, /or state/],
		['a group in trouble', { code: 1210 }, /^Queue Exception \(code 1210\)/, /extension group/],
		['an unknown group', { code: '1211' }, /^Illegal Queue \(code 1211\)/, /extension group/],
		[
			'a window that is too large, refused by ret',
			{ ret: 400, msg: '时间范围不能超过31天' },
			/\(ret 400\): 时间范围不能超过31天$/,
			/values in this node/,
		],
		[
			'a window that is too large, refused by a code',
			{ code: 1002, desc: '操作失败', codemsg: '时间范围不能超过31天' },
			/\(code 1002\): 操作失败, 时间范围不能超过31天$/,
			/values in this node/,
		],
	])('%s: says what happened and what to do, once', async (_what, fault, error, advice) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service, times: Infinity, fault });
		expect(jsonOf(await run(all, undefined, CONTINUE))).toEqual([
			expect.objectContaining({
				error: expect.stringMatching(error),
				advice: expect.stringMatching(advice),
			}),
		]);
		expect(provider.count(service)).toBe(1);
		const { error: ended } = (await run(all)).data.resultData;
		expect(ended?.message).toMatch(new RegExp(error.source.replace('$', '')));
	});

	it.each<[string, unknown]>([
		['a text', ['x']],
		['null', [null]],
		['a list', [[1]]],
		['one object among others', [{ id: 1 }, 7]],
	])('a row that is no object, but %s, is an error', async (_what, rows) => {
		const { provider, run } = await openTestAccount();
		const raw = answerOf(rows, 2);
		provider.answerNext({ service, times: Infinity, fault: { raw } });
		expect(jsonOf(await run(all, undefined, CONTINUE))).toMatchObject([{ code: 'NO_RESULT' }]);
	});

	it('rows that are no objects on a later page: the rows before are not passed off as all', async () => {
		const { provider, run } = await openTestAccount();
		const raw = answerOf(times(1000, rowOf), 1001);
		provider.answerNext({ service, fault: { raw } });
		provider.answerNext({ service, times: Infinity, fault: { raw: answerOf(['x'], 1001) } });
		const items = jsonOf(await run(all, undefined, CONTINUE));
		expect(items).toMatchObject([{ code: 'NO_RESULT' }]);
	});

	it('an empty list gives no item and no error', async () => {
		const { provider, run } = await openTestAccount();
		for (const rows of [[], null, {}]) {
			provider.answerNext({ service, fault: { raw: answerOf(rows, 0) } });
			const result = await run(all);
			expect(result.data.resultData.error).toBeUndefined();
			expect(itemsOf(result)).toEqual([]);
		}
	});

	it('5 MB of rows come all', async () => {
		const { provider, run } = await openTestAccount();
		const rows = times(1000, (n) => ({ ...rowOf(n), note: 'x'.repeat(5000) }));
		provider.answerNext({ service, fault: { raw: answerOf(rows, rows.length) } });
		const items = jsonOf(await run(all));
		expect(items.map(({ [idOf]: id }) => id)).toEqual(times(1000, String));
	});
});
