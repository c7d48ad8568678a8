import { request } from 'undici';
import { nodeOf } from '../../support/examples/examples';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage, succeeded } from '../../support/examples/stage';
import { type Execution, itemsOf } from '../../support/harness/n8n';

const USER = { user: 'team', password: 'a-long-password' };
const SIGNED_IN = `Basic ${Buffer.from(`${USER.user}:${USER.password}`).toString('base64')}`;

let stage: Stage;
let page: string;

beforeAll(async () => {
	stage = await Stage.start();
	await stage.addCredential('httpBasicAuth', 'Basic Auth account', USER);
	const id = await stage.import('agent-console');
	await stage.n8n.activate(id);
	page = `${stage.n8n.baseUrl}/webhook/yunhu-agent-console`;
});

afterEach(() => stage.provider.reset());

afterAll(async () => await stage?.stop());

interface Response {
	status: number;
	location: string;
	text: string;
}

/** Sends a request as a browser does that has asked for user name and password. */
async function send(
	url: string,
	{
		form,
		authorization = SIGNED_IN,
	}: { form?: Record<string, string>; authorization?: string } = {},
): Promise<Response> {
	const { statusCode, headers, body } = await request(url, {
		method: form ? 'POST' : 'GET',
		headers: {
			authorization,
			...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
		},
		...(form && { body: new URLSearchParams(form).toString() }),
	});
	return { status: statusCode, location: String(headers.location ?? ''), text: await body.text() };
}

/** Opens the page, and waits until n8n takes its click. */
async function open(url = page) {
	const { status, text } = await send(url);
	expect(status).toBe(200);
	const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1] ?? '';
	await stage.n8n.waitForExecution(executionIn(action), { status: ['waiting'] });
	return {
		text,
		action,
		agents: [...text.matchAll(/<button name="extension" value="(.*?)">/g)].map(([, one]) => one),
		message: /<p class="message">(.*?)<\/p>/.exec(text)?.[1],
	};
}

const executionIn = (action: string): string => /webhook-waiting\/(\d+)/.exec(action)?.[1] ?? '';

/** Clicks a button, and waits for all that comes of it. */
async function click(action: string, form: Record<string, string>): Promise<Execution> {
	await send(action, { form });
	return succeeded(await stage.n8n.waitForExecution(executionIn(action)));
}

const FREE = '20280001';
const NUMBER = '12025550106';

describeOnNewerN8n('agent-console', () => {
	it('shows the free agents of the group', async () => {
		const { provider } = stage;
		expect((await open()).agents).toEqual(['20280001', '20280003']);

		provider.groups[0]!.members[0]!.state = 'busy';
		expect((await open()).agents).toEqual(['20280003']);

		provider.extensions[2]!.registered = false;
		const { agents, text } = await open();
		expect(agents).toEqual([]);
		expect(text).toContain('Nobody is free at the moment.');
	});

	it('says why when the agents cannot be listed', async () => {
		stage.provider.groups.splice(0);
		const { agents, message } = await open();

		expect(agents).toEqual([]);
		expect(message).toMatch(/code 1211/);
	});

	it('calls once with one click, and says so on a new page', async () => {
		const { provider } = stage;
		const { action } = await open();
		const form = { number: NUMBER, extension: FREE };
		const clicked = await send(action, { form });
		expect(clicked.status).toBe(303);

		const { message } = await open(clicked.location);
		expect(message).toBe(`Extension ${FREE} rings, then ${NUMBER} is called.`);
		await open(clicked.location);
		expect((await send(action, { form })).status).toBeGreaterThanOrEqual(400);
		expect(provider.dials).toMatchObject([{ destinationNumber: NUMBER }]);
	});

	it('calls once with a double click', async () => {
		const { action } = await open();
		const form = { number: NUMBER, extension: FREE };
		await Promise.all([send(action, { form }), send(action, { form }), send(action, { form })]);

		expect(stage.provider.count('MakeCall')).toBe(1);
	});

	it('says what is wrong with a number, and calls nobody', async () => {
		const { action } = await open();
		const clicked = await send(action, { form: { number: '1', extension: FREE } });

		expect((await open(clicked.location)).message).toMatch(/not a phone number/);
		expect(stage.provider.dials).toEqual([]);
	});

	it('shows a message as text', async () => {
		const { message } = await open(`${page}?message=${encodeURIComponent('<b>"1" & 2</b>')}`);

		expect(message).toBe('&lt;b&gt;&quot;1&quot; &amp; 2&lt;/b&gt;');
	});

	it('calls from nobody who was not on the page', async () => {
		const { action } = await open();
		const execution = await click(action, { number: NUMBER, extension: '20280004' });

		expect(itemsOf(execution, 'Wait for a Click')).toHaveLength(1);
		expect(stage.provider.count('MakeCall')).toBe(0);
	});

	it('opens for nobody without the password, and takes no click from them', async () => {
		const { action } = await open();
		const form = { number: NUMBER, extension: FREE };
		for (const authorization of ['', `Basic ${Buffer.from('team:guess').toString('base64')}`]) {
			expect((await send(page, { authorization })).status).toBeGreaterThanOrEqual(401);
			expect((await send(action, { form, authorization })).status).toBeGreaterThanOrEqual(401);
		}
		expect(stage.provider.dials).toEqual([]);

		expect((await send(action, { form })).status).toBe(303);
	});

	it('calls nobody when nobody clicks', async () => {
		const id = await stage.import('agent-console', {
			edit: (workflow) => {
				nodeOf(workflow, 'Open the Console').parameters.path = 'expires-soon';
				Object.assign(nodeOf(workflow, 'Wait for a Click').parameters, {
					resumeAmount: 1,
					resumeUnit: 'seconds',
				});
			},
		});
		await stage.n8n.activate(id);
		await open(page.replace('yunhu-agent-console', 'expires-soon'));
		await stage.worked(id, 1);

		expect(stage.provider.count('MakeCall')).toBe(0);
	});
});
