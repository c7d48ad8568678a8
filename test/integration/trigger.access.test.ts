import type { INodeParameters } from 'n8n-workflow';
import { type ListeningTrigger, listenWith, refusalToPublish } from '../support/contexts/trigger';

const RECORD = JSON.stringify({ id: 1, uuid: 'ca11', billsec: 10, duration: 13 });
const SECRET = 'not-a-real-secret';
const OFFERED = 'not-the-secret-either';

let trigger: ListeningTrigger;
afterEach(async () => await trigger.close());

/** `undefined` leaves the option out. */
const allowing = async (allowedIps?: string, parameters = {}) => {
	trigger = await listenWith(
		{ ...parameters, options: allowedIps === undefined ? {} : { allowedIps } },
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
	['203.0.113.200 203.0.113.201', '203.0.113.200'],
	['10.0.0.1；\n２０３．０．１１３．２００', '203.0.113.200'],
	['203.0.113.200', '203.0.113.200:51234'],
	['2001:db8::/32', '[2001:db8::9]:443'],
	['2001:db8::/32', '[2001:db8::9]'],
	[undefined, '203.0.113.200'],
	[undefined, 'unknown'],
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
	['203.0.113.200', '203.0.113.201:51234'],
	[',', '203.0.113.200'],
	['={{ "" }}', '203.0.113.200'],
	['={{ " \\n" }}', '203.0.113.200'],
	['={{ $("Nowhere").item.json.list }}', '203.0.113.200'],
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
		await expect(trigger.activate()).rejects.toThrow('which is not a valid address');
	},
);

it.each(['', '  ', '\n'])('a list that is left blank in the form (%j) is none', async (list) => {
	await allowing(list);
	expect(await trigger.post(RECORD, from('203.0.113.200'))).toMatchObject({ status: 200 });
	await expect(trigger.activate()).resolves.toBeUndefined();
});

it('a list that is left blank in the form leaves the other options as they are', async () => {
	trigger = await listenWith({ options: { allowedIps: ' ', separateOutputs: true } });
	await trigger.post(RECORD);
	expect(trigger.executions).toEqual([[[], [expect.anything()]]]);
});

it.each(['={{ "" }}', '={{ " " }}', '={{ "\\n" }}'])(
	'a list that its expression makes blank (%j) cannot be published',
	async (list) => {
		await allowing(list);
		expect(await refusalToPublish(trigger)).toMatchObject({
			message: 'The expression in Allowed IP Addresses returns nothing',
			description: expect.stringContaining('remove the option'),
		});
	},
);

it('an expression that fails leaves the list locked, and the other options as they are', async () => {
	trigger = await listenWith(
		{
			options: {
				allowedIps: '203.0.113.7',
				acknowledgement: '={{ $("Nowhere").item.json.word }}',
				separateOutputs: true,
			},
		},
		{},
		{ proxyHops: 1 },
	);
	expect(await trigger.post(RECORD, from('198.51.100.1'))).toEqual(FORBIDDEN);
	expect(await trigger.post(RECORD, from('203.0.113.7'))).toMatchObject({ status: 200, text: '1' });
	expect(trigger.executions).toEqual([[[], [expect.anything()]]]);
	await expect(trigger.activate()).rejects.toThrow('The expression in Acknowledgement fails');
});

it.each(['={{ null }}', '={{ "Secret" }}', '={{ ["none"] }}'])(
	'Authentication made by an expression lets everybody in only as none: %s',
	async (authentication) => {
		await allowing(undefined, { authentication });
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
	[{ events: '={{ null }}' }, 'Events contains no valid event', /^Choose Call Record, /],
	[{ events: ['callrecord'] }, 'Events contains no valid event', /^Choose Call Record, /],
	[{ events: [] }, 'Events contains no valid event', /^Choose Call Record, /],
	[
		{ events: ['callRecord', 'callEnded'] },
		'Events contains “callEnded”, which is not a valid event',
		/^Choose Call Record, /,
	],
	[
		{ events: '={{ $("Nowhere").item.json.events }}' },
		'Events contains no valid event',
		/^Choose Call Record, /,
	],
	[
		{ filters: { extensions: '7003, abc' } },
		'Extensions contains “abc”, which is not a valid number',
		/digits/,
	],
	[
		{ filters: { companyCodes: '={{ $("Nowhere").item.json.code }}' } },
		'The expression in Company Codes fails',
		/expression/,
	],
	[
		{ filters: { statuses: '={{ "ring" }}' } },
		'Statuses contains “ring”, which is not a valid choice',
		/answered, hungUp, ringing/,
	],
	[
		{ filters: { answeredOnly: '={{ "no" }}' } },
		'Answered Only is neither true nor false',
		/switch/,
	],
	[{ simplify: '={{ "off" }}' }, 'Simplify is neither true nor false', /switch/],
	[{ simplify: '={{ null }}' }, 'Simplify is neither true nor false', /switch/],
	[
		{ filters: { minTalkSeconds: 'ten' } },
		'Minimum Talk Time (Seconds) is not a number',
		/^Write a number of 0 or more/,
	],
])('with %j the workflow is not published', async (parameters, message, description) => {
	await allowing(undefined, parameters);
	expect(await refusalToPublish(trigger)).toMatchObject({
		message,
		description: expect.stringMatching(description),
	});
});

it.each([
	[{ dropDuplicates: '={{ "sometimes" }}' }, 'Drop Duplicates is neither true nor false'],
	[{ separateOutputs: '={{ "" }}' }, 'Separate Outputs is neither true nor false'],
	[{ rememberAcrossRestarts: '={{ 2 }}' }, 'Remember Across Restarts is neither true nor false'],
	[{ rememberHours: '={{ "a day" }}' }, 'Remember Duplicates (Hours) is not a number'],
	[{ rememberHours: '={{ null }}' }, 'Remember Duplicates (Hours) is not a number'],
	[{ rememberHours: 0 }, 'Remember Duplicates (Hours) is too small'],
	[{ rememberHours: -1 }, 'Remember Duplicates (Hours) is too small'],
	[
		{ acknowledgement: '={{ $("Nowhere").item.json.x }}' },
		'The expression in Acknowledgement fails',
	],
	[
		{ allowedIps: '={{ $("Nowhere").item.json.x }}' },
		'The expression in Allowed IP Addresses fails',
	],
	[
		{ rememberHours: '={{ $("Nowhere").item.json.x }}' },
		'The expression in Remember Duplicates (Hours) fails',
	],
])('with the options %j the workflow is not published', async (options, message) => {
	trigger = await listenWith({ options });
	expect(await refusalToPublish(trigger)).toMatchObject({
		message,
	});
});

it.each<[object]>([
	[{ events: ['callRecord'] }],
	[{ events: ['extensionStatus'] }],
	[{ events: '={{ "callRecord，extensionStatus" }}' }],
	[{ simplify: '={{ "false" }}' }],
	[{ filters: { answeredOnly: '={{ "true" }}', extensions: '７００３；7004\n7005' } }],
	[{ options: { rememberHours: 0.5, rememberAcrossRestarts: true, dropDuplicates: 'false' } }],
])('with %j it is', async (parameters) => {
	trigger = await listenWith(parameters as INodeParameters);
	await expect(trigger.activate()).resolves.toBeUndefined();
});

/** A setting that cannot be read when a callback arrives is read such that nothing is lost. */
it.each([
	{ events: 'callRecord' },
	{ events: '={{ null }}' },
	{ events: '={{ "callrecord" }}' },
	{ events: ['extensionStatus', 'x'] },
	{ events: '={{ $("Nowhere").item.json.events }}' },
	{ simplify: '={{ "off" }}' },
	{ simplify: '={{ $("Nowhere").item.json.events }}' },
	{ filters: { minTalkSeconds: 'ten' } },
	{ filters: { extensions: 'abc' } },
	{ filters: { extensions: '={{ $("Nowhere").item.json.list }}' } },
	{ filters: { extensions: '={{ $("Nowhere").item.json.list }}', minTalkSeconds: 5 } },
	{ filters: { hangupCauses: '={{ "Hang Up Normally" }}', directions: '={{ "callout" }}' } },
	{ filters: { answeredOnly: '={{ "maybe" }}', withRecordingOnly: '={{ "no" }}' } },
	{ options: { dropDuplicates: '={{ "maybe" }}', rememberHours: '={{ "x" }}' } },
	{ options: { rememberAcrossRestarts: '={{ "x" }}', separateOutputs: '={{ "x" }}' } },
])('%j loses no callback', async (parameters) => {
	trigger = await listenWith(parameters as INodeParameters);
	expect(await trigger.post(RECORD)).toMatchObject({ status: 200, text: '1' });
	expect(trigger.executions).toEqual([[[{ json: expect.objectContaining({ recordId: '1' }) }]]]);
});

it('a filter beside one that fails still counts', async () => {
	const filters = { extensions: '={{ $("Nowhere").item.json.list }}', minTalkSeconds: 11 };
	trigger = await listenWith({ filters });
	expect(await trigger.post(RECORD)).toMatchObject({ status: 200 });
	expect(trigger.executions).toEqual([]);
});

/** n8n replaces a message that contains one of these codes, in any letter case, with its own text. */
describe('what the user has written is in the error as it is', () => {
	const CODES = ['EPERM', 'enoent.example', 'eConnRefused', 'xEACCESx', 'ETIMEDOUT', 'enotfound'];

	it.each(CODES)('of Allowed IP Addresses: %s', async (entry) => {
		await allowing(`10.0.0.1, ${entry}`);
		expect(await refusalToPublish(trigger)).toMatchObject({
			message: `Allowed IP Addresses contains “${entry}”, which is not a valid address`,
		});
	});

	const FIELDS = [
		['extensions', 'Extensions', 'number'],
		['companyCodes', 'Company Codes', 'number'],
		['statuses', 'Statuses', 'choice'],
	] as const;

	it.each(CODES.flatMap((entry) => FIELDS.map((field) => [...field, entry] as const)))(
		'of the filter %s, %s: no %s “%s”',
		async (field, label, what, entry) => {
			await allowing(undefined, { filters: { [field]: entry } });
			expect(await refusalToPublish(trigger)).toMatchObject({
				message: `${label} contains “${entry}”, which is not a valid ${what}`,
			});
		},
	);
});

describe('a credential that cannot be read', () => {
	const credentialFails = new Error('Credential with ID "1" does not exist for type EPERM.');

	it('gives strangers the same 403, without being asked for', async () => {
		await allowing('203.0.113.7', { authentication: 'secret' });
		trigger.surroundings = { credentialFails };
		expect(await trigger.post(RECORD, from('198.51.100.1'))).toEqual(FORBIDDEN);
		expect(trigger.credentialReads).toBe(0);
		expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
	});

	it.each(['secret', 'none'])(
		'gives others a 500 and starts nothing (%s)',
		async (authentication) => {
			await allowing('203.0.113.7', { authentication });
			trigger.surroundings = { credentialFails };
			expect(await trigger.post(RECORD, from('203.0.113.7'))).toEqual({
				status: 500,
				text: 'The credential of the trigger cannot be read',
				contentType: 'text/plain; charset=utf-8',
			});
			expect(trigger.returned).toEqual([{ noWebhookResponse: true }]);
		},
	);

	it('takes the callback when it is there again', async () => {
		await allowing(undefined);
		trigger.surroundings = { credentialFails };
		await trigger.post(RECORD);
		trigger.surroundings = {};
		await trigger.post(RECORD);
		expect(trigger.executions).toHaveLength(1);
	});

	it('is named when the workflow is published', async () => {
		trigger = await listenWith({}, {}, { credentialFails });
		expect(await refusalToPublish(trigger)).toMatchObject({
			message: 'The credential cannot be read',
			description: expect.stringContaining('select another one'),
		});
	});
});

it('the credential is not asked for where the address is not allowed', async () => {
	await allowing('203.0.113.7', { authentication: 'secret' });
	await trigger.post(RECORD, from('198.51.100.1'));
	expect(trigger.credentialReads).toBe(0);
	await trigger.post(RECORD, from('203.0.113.7'));
	expect(trigger.credentialReads).toBe(1);
});

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
	expect(await refusalToPublish(trigger)).toMatchObject({
		message: `Allowed IP Addresses contains “${entry}”, which is not a valid address`,
		description: expect.stringContaining('separated by commas'),
	});
});

it.each([undefined, '203.0.113.7, 2001:db8::/32'])('the list %j can be published', async (list) => {
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
