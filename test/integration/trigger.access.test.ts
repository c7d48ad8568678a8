import { type ListeningTrigger, listenWith } from './support/trigger';

const RECORD = JSON.stringify({ id: 1, uuid: 'ca11', billsec: 10, duration: 13 });
const SECRET = 'not-a-real-secret';
const OFFERED = 'not-the-secret-either';

let trigger: ListeningTrigger;
afterEach(async () => await trigger.close());

const allowing = async (allowedIps: string, parameters = {}) => {
	trigger = await listenWith(
		{ ...parameters, options: { allowedIps } },
		{ callbackSecret: SECRET },
		{ proxyHops: 1 },
	);
};

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

const FORBIDDEN = {
	status: 403,
	text: 'This address may not send callbacks',
	contentType: 'text/plain; charset=utf-8',
};

it.each([
	['203.0.113.0/24', '203.0.113.200'],
	['203.0.113.0/24', '::ffff:203.0.113.200'],
	['::ffff:203.0.113.200', '203.0.113.200'],
	['10.0.0.1, 203.0.113.200', '203.0.113.200'],
	['2001:db8::/32', '2001:db8::9'],
	['fe80::1', 'fe80::1%eth0'],
	['', '203.0.113.200'],
	['  ', '203.0.113.200'],
])('with the list %j, %s may send', async (list, address) => {
	await allowing(list);
	expect(await trigger.post(RECORD, from(address))).toMatchObject({ status: 200, text: '1' });
	expect(trigger.executions).toHaveLength(1);
});

it.each([
	['203.0.113.0/24', '203.0.114.1'],
	['203.0.113.0/24', '::ffff:203.0.114.1'],
	['203.0.113.0/24', '2001:db8::1'],
	['0.0.0.0/0, ::/0', 'unknown'],
	['203.0.113.200, 10.0.0.300', '203.0.113.200'],
	['203.0.113.200 203.0.113.201', '203.0.113.200'],
	[',', '203.0.113.200'],
])('with the list %j, %s may not: 403, and nothing starts', async (list, address) => {
	await allowing(list);
	expect(await trigger.post(RECORD, from(address))).toEqual(FORBIDDEN);
	expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
	expect(trigger.executions).toEqual([]);
});

it.each(['={{ undefined }}', '={{ null }}', '={{ 7 }}', '={{ ["127.0.0.1"] }}'])(
	'an expression that gives no text lets nobody in, and is named when the workflow is published: %s',
	async (list) => {
		await allowing(list);
		expect(await trigger.post(RECORD, from('203.0.113.200'))).toEqual(FORBIDDEN);
		await expect(trigger.activate()).rejects.toThrow('which is no address');
	},
);

it.each(['={{ null }}', '={{ "Secret" }}', '={{ ["none"] }}'])(
	'Authentication made by an expression lets everybody in only as none: %s',
	async (authentication) => {
		await allowing('', { authentication });
		expect(await trigger.post(RECORD)).toMatchObject({
			status: 401,
			text: 'The callback secret is missing or wrong',
		});
		expect(trigger.executions).toEqual([]);
		expect(await trigger.post(RECORD, { query: `?secret=${SECRET}` })).toMatchObject({
			status: 200,
		});
	},
);

it.each([
	[{ events: '={{ null }}' }, 'Events holds no event', /^Choose Call Record, /],
	[{ events: ['callrecord'] }, 'Events holds no event', /^Choose Call Record, /],
	[
		{ filters: { minTalkSeconds: 'ten' } },
		'Minimum Talk Time (Seconds) is not a number',
		/^Write a number of seconds/,
	],
])('with %j the workflow is not published', async (parameters, message, description) => {
	await allowing('', parameters);
	await expect(trigger.activate()).rejects.toMatchObject({
		message,
		description: expect.stringMatching(description),
	});
});

it.each(['callRecord', 'extensionStatus'])('%s alone can be received', async (event) => {
	await allowing('', { events: [event] });
	await expect(trigger.activate()).resolves.toBeUndefined();
});

it.each([{ events: 'callRecord' }, { filters: { minTalkSeconds: 'ten' } }])(
	'%j loses no callback',
	async (parameters) => {
		await allowing('', parameters);
		expect(await trigger.post(RECORD)).toMatchObject({ status: 200 });
		expect(trigger.executions).toHaveLength(1);
	},
);

it('what a sender says about its address counts only behind a proxy', async () => {
	trigger = await listenWith({ options: { allowedIps: '203.0.113.7' } });
	expect(await trigger.post(RECORD, from('203.0.113.7'))).toEqual(FORBIDDEN);
	await trigger.close();
	trigger = await listenWith({ options: { allowedIps: '127.0.0.1' } });
	expect(await trigger.post(RECORD, from('203.0.113.7'))).toMatchObject({ status: 200 });
});

it('of several addresses only the one the proxy itself has seen counts', async () => {
	await allowing('203.0.113.7');
	expect(await trigger.post(RECORD, from('203.0.113.7, 198.51.100.1'))).toEqual(FORBIDDEN);
	expect(await trigger.post(RECORD, from('198.51.100.1, 203.0.113.7'))).toMatchObject({
		status: 200,
	});
});

it.each([
	['10.0.0.1, 10.0.0.0/33', '10.0.0.0/33'],
	['pbx.example.com', 'pbx.example.com'],
	['10.0.0.01', '10.0.0.01'],
	['x'.repeat(61), 'x'.repeat(60)],
])('the list %j cannot be published: the entry is named', async (list, entry) => {
	await allowing(list);
	await expect(trigger.activate()).rejects.toMatchObject({
		message: `Allowed IP Addresses holds “${entry}”, which is no address`,
		description: expect.stringContaining('separated by commas'),
	});
});

it.each(['', '203.0.113.7, 2001:db8::/32'])('the list %j can be published', async (list) => {
	await allowing(list, { authentication: 'secret' });
	await expect(trigger.activate()).resolves.toBeUndefined();
});

describe('the order of refusals', () => {
	const wrong = { query: `?secret=${OFFERED}` };

	it('is 403, then 401, then 400', async () => {
		await allowing('203.0.113.7', { authentication: 'secret' });
		const [foreign, known] = [from('198.51.100.1'), from('203.0.113.7')];
		const right = { query: `?secret=${SECRET}` };
		const answers = [
			await trigger.post('no callback', { ...foreign, ...wrong }),
			await trigger.post('no callback', { ...foreign, ...right }),
			await trigger.post('no callback', { ...known, ...wrong }),
			await trigger.post('no callback', { ...known, ...right }),
			await trigger.post(RECORD, { ...known, ...right }),
		];
		expect(answers.map(({ status }) => status)).toEqual([403, 403, 401, 400, 200]);
		expect(trigger.executions).toHaveLength(1);
	});

	it('also when the body is too large', async () => {
		await allowing('203.0.113.7', { authentication: 'secret' });
		const large = 'x'.repeat(1_000_001);
		const statuses = [
			await trigger.post(large, from('198.51.100.1')),
			await trigger.post(large, from('203.0.113.7')),
			await trigger.post(large, { ...from('203.0.113.7'), query: `?secret=${SECRET}` }),
		].map(({ status }) => status);
		expect(statuses).toEqual([403, 401, 413]);
	});

	it('and a callback that is refused is not taken for seen', async () => {
		await allowing('203.0.113.7', { authentication: 'secret' });
		const right = { query: `?secret=${SECRET}` };
		await trigger.post(RECORD, { ...from('198.51.100.1'), ...right });
		await trigger.post(RECORD, { ...from('203.0.113.7'), ...wrong });
		await trigger.post(RECORD, { ...from('203.0.113.7'), ...right });
		expect(trigger.executions).toHaveLength(1);
	});
});

it('no answer and no item holds the secret, nor the one that was offered', async () => {
	await allowing('203.0.113.7', { authentication: 'secret' });
	const answers = [];
	for (const secret of [SECRET, OFFERED]) {
		for (const address of ['203.0.113.7', '198.51.100.1']) {
			for (const body of [RECORD, RECORD, 'no callback', '{}', 'x'.repeat(1_000_001)]) {
				answers.push(
					await trigger.post(body, { ...from(address), query: `?secret=${secret}` }),
					await trigger.post(body, {
						headers: { ...from(address).headers, 'x-callback-secret': secret },
					}),
				);
			}
		}
	}
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400, 401, 403, 413]));
	const everything = JSON.stringify([answers, trigger.returned, trigger.staticData]);
	expect(everything).not.toContain(SECRET);
	expect(everything).not.toContain(OFFERED);
});
