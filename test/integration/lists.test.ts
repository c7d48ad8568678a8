import { YunhuVoice } from '../../nodes/YunhuVoice/YunhuVoice.node';
import { closeAccounts, formsSent, openTestAccount } from '../support/contexts/account';
import { type ListName, searchList } from '../support/contexts/lists';
import type { Campaign, Simulator } from '../support/simulator';

afterEach(closeAccounts);

const named = (...names: string[]) => names.map((name) => ({ name, value: name }));

const valuesOf = async (found: ReturnType<typeof searchList>) =>
	(await found).results.map(({ value }) => value);

describe('what the lists offer', () => {
	it.each<[ListName, string[]]>([
		['searchExtensions', ['20280001', '20280002', '20280003']],
		['searchGroups', ['extGroup-1']],
		['searchCallerIds', ['2120280001', '2120280002']],
		['searchTransferTargets', ['extGroup-1', '20280001', '20280002', '20280003']],
	])('%s', async (list, names) => {
		const { credentials } = await openTestAccount();
		expect(await searchList(credentials, list)).toEqual({ results: named(...names) });
	});

	it('is what is enabled', async () => {
		const { provider, credentials } = await openTestAccount();
		await searchList(credentials, 'searchTransferTargets');
		await searchList(credentials, 'searchCallerIds');
		expect(formsSent(provider, 'GetSipnumberInfo')).toMatchObject([{ status: '1' }]);
		expect(formsSent(provider, 'getDisnumberInfo')).toMatchObject([{ status: '1', autocall: '1' }]);
	});

	it.each<[string, string[]]>([
		['group', ['extGroup-1']],
		['0003', ['20280003']],
		['1', ['extGroup-1', '20280001']],
		['x9', []],
	])('is what contains the typed text %s', async (typed, values) => {
		const { credentials } = await openTestAccount();
		expect(await valuesOf(searchList(credentials, 'searchTransferTargets', typed))).toEqual(values);
	});
});

it('locators name the lists that there are', () => {
	const { description, methods } = new YunhuVoice();
	const names = JSON.stringify(description).matchAll(/"searchListMethod":"(\w+)"/g);
	const named = new Set([...names].map(([, name]) => name));
	expect(named).toEqual(new Set(Object.keys(methods.listSearch)));
});

describe('how often they ask', () => {
	it('once in 30 seconds, whatever is typed and in whichever list', async () => {
		const { provider, credentials } = await openTestAccount();
		await Promise.all(
			['', '2', '20'].map(
				async (typed) => await searchList(credentials, 'searchExtensions', typed),
			),
		);
		await searchList(credentials, 'searchTransferTargets', '202');
		expect(provider.count('GetSipnumberInfo')).toBe(1);
		expect(provider.count('GetExtgroupInfo')).toBe(1);
		expect(provider.count('Login')).toBe(1);
	});

	it('each account for itself', async () => {
		const accounts = await Promise.all([openTestAccount(), openTestAccount({ appId: 'other' })]);
		accounts[1]!.provider.groups[0]!.name = 'other';
		const found = [];
		for (const { credentials } of accounts) {
			found.push(...(await valuesOf(searchList(credentials, 'searchGroups'))));
		}
		expect(found).toEqual(['extGroup-1', 'other']);
	});

	it('again after a failure', async () => {
		const { provider, credentials } = await openTestAccount();
		provider.answerNext({ service: 'GetExtgroupInfo', fault: { ret: 603 } });
		await expect(searchList(credentials, 'searchGroups')).rejects.toThrow();
		expect(await valuesOf(searchList(credentials, 'searchGroups'))).toEqual(['extGroup-1']);
	});
});

describe('a list that cannot be shown', () => {
	const YOU_CAN_TYPE = expect.stringMatching(/You can still type the value/) as unknown;

	it.each<[ListName, string]>([
		['searchExtensions', 'Sip_Sipnum'],
		['searchGroups', 'Sip_Extgroup'],
		['searchCallerIds', 'Sip_Disnum'],
		['searchTransferTargets', 'Sip_Sipnum'],
		['searchCampaigns', 'Sip_Yccall'],
	])('%s without licence says so', async (list, unlicensed) => {
		const { credentials } = await openTestAccount({ unlicensed: [unlicensed] });
		await expect(searchList(credentials, list)).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/^This function is not licensed for the account \(ret 603\)/),
			description: YOU_CAN_TYPE,
		});
	});

	it('without login says why', async () => {
		const { credentials } = await openTestAccount({}, { accessKey: 'wrong' });
		await expect(searchList(credentials, 'searchCampaigns')).rejects.toMatchObject({
			message: expect.stringMatching(/^The login failed/),
			description: YOU_CAN_TYPE,
		});
	});

	it('without network says why', async () => {
		const { provider, credentials } = await openTestAccount();
		await provider.close();
		await expect(searchList(credentials, 'searchExtensions')).rejects.toMatchObject({
			message: expect.stringMatching(/cannot reach the server/),
			description: YOU_CAN_TYPE,
		});
	});

	it('without credential says what to select', async () => {
		const { credentials } = await openTestAccount();
		const settings = { credentials: {} };
		await expect(
			searchList(credentials, 'searchGroups', '', undefined, settings),
		).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(/^The credential cannot be read/),
			description: YOU_CAN_TYPE,
		});
	});

	it('holds no secret', async () => {
		const { provider, credentials } = await openTestAccount();
		const answer = `token ${provider.accessKey}`;
		provider.answerNext({ service: 'GetExtgroupInfo', fault: { ret: 500, msg: answer }, times: 9 });
		const error = await searchList(credentials, 'searchGroups').catch((thrown: Error) => thrown);
		expect(JSON.stringify(error)).toContain('internal error');
		expect(JSON.stringify(error)).not.toContain(provider.accessKey);
	});
});

describe('the list of campaigns', () => {
	/** Fills the account with campaigns: number 1 is the oldest. */
	function addCampaigns({ campaigns }: Simulator, count: number): void {
		for (let number = 1; number <= count; number++) {
			const day = new Date(Date.UTC(2024, 0, number)).toISOString().slice(0, 10);
			const campaign: Partial<Campaign> = {
				taskid: String(number),
				taskname: number % 2 ? `odd ${number}` : `even ${number}`,
				createtime: `${day} 08:00:00`,
				status: 0,
				assignagent: 'extGroup-1',
				numbers: [],
			};
			campaigns.push(campaign as Campaign);
		}
	}

	/** Reads all pages, as scrolling does. */
	async function scroll({ credentials }: Awaited<ReturnType<typeof openTestAccount>>, typed = '') {
		const values = [];
		let token: string | undefined;
		let pages = 0;
		do {
			const found = await searchList(credentials, 'searchCampaigns', typed, token);
			values.push(...found.results.map(({ value }) => Number(value)));
			token = found.paginationToken as string | undefined;
			pages++;
		} while (token !== undefined);
		return { values, pages };
	}

	const countDown = (from: number) => Array.from({ length: from }, (_, index) => from - index);

	it('is empty without campaigns', async () => {
		const account = await openTestAccount();
		expect(await scroll(account)).toEqual({ values: [], pages: 1 });
	});

	it('offers names with their date, and ids', async () => {
		const { provider, credentials } = await openTestAccount();
		addCampaigns(provider, 2);
		expect(await searchList(credentials, 'searchCampaigns')).toEqual({
			results: [
				{ name: 'even 2 (2024-01-02 08:00)', value: '2' },
				{ name: 'odd 1 (2024-01-01 08:00)', value: '1' },
			],
		});
	});

	it.each([
		['the oldest first', (provider: Simulator) => provider],
		['the newest first', (provider: Simulator) => provider.campaigns.reverse()],
	])('has the newest first if the provider lists %s', async (_order, order) => {
		const account = await openTestAccount();
		addCampaigns(account.provider, 250);
		order(account.provider);
		const { values, pages } = await scroll(account);
		expect(values).toEqual(countDown(250));
		expect(pages).toBeGreaterThan(1);
		expect(account.provider.count('TaskList')).toBe(3);
	});

	it('is searched to its oldest campaign at once where few match: n8n does not ask for more', async () => {
		const account = await openTestAccount();
		addCampaigns(account.provider, 2150);
		const found = await searchList(account.credentials, 'searchCampaigns', 'odd 1 (');
		expect(found.results.map(({ value }) => value)).toEqual(['1']);
		expect(found).not.toHaveProperty('paginationToken');
	});

	it('is searched to its end', async () => {
		const account = await openTestAccount();
		addCampaigns(account.provider, 250);
		expect((await scroll(account, 'odd 1 (')).values).toEqual([1]);
		expect((await scroll(account, 'even')).values).toEqual(
			countDown(250).filter((number) => number % 2 === 0),
		);
	});
});
