import { request } from 'undici';
import { type MailServer, startMailServer } from '../../support/examples/mail';
import { answerAsModel } from '../../support/examples/model';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage } from '../../support/examples/stage';
import { type StandIn, startStandIn } from '../../support/examples/standIn';
import { itemsOf } from '../../support/harness/n8n';
import { until } from '../../support/harness/wait';

let stage: Stage;
let mail: MailServer;
let model: StandIn;
let id: string;

beforeAll(async () => {
	stage = await Stage.start();
	mail = await startMailServer();
	model = await startStandIn(answerAsModel);
	await stage.addCredential('openAiApi', 'OpenAI account', {
		apiKey: 'an-api-key',
		url: `${model.url}/v1`,
	});
	await stage.addCredential('smtp', 'SMTP account', {
		host: '127.0.0.1',
		port: mail.port,
		secure: false,
		disableStartTls: true,
	});
	await stage.limitCalls({ allowedDestinations: '12025550' });
	id = await stage.import('ai-agent-with-approval');
});

beforeEach(() => {
	stage.provider.reset();
	mail.mails.splice(0);
});

afterAll(async () => {
	await stage?.stop();
	await mail?.close();
	await model?.close();
});

/** Sends the agent a message in the editor's chat. Returns the execution id. */
const write = async (chatInput: string): Promise<string> =>
	await stage.n8n.startWorkflow(id, 'Chat', {
		sessionId: 'a session',
		action: 'sendMessage',
		chatInput,
	});

/** Waits for the mail that asks for approval, and until n8n can take the answer. Returns its text. */
async function approvalMail(executionId: string): Promise<string> {
	const question = await until(
		async () => mail.mails.shift(),
		60_000,
		() => new Error('Nobody was asked for approval'),
	);
	await stage.n8n.waitForExecution(executionId, { status: ['waiting'] });
	return question;
}

/** Clicks a button in a mail. */
async function press(mailText: string, button: 'Approve' | 'Disapprove'): Promise<void> {
	const links = [...mailText.matchAll(/<a[^>]*href="([^"]+)"[^>]*>\s*(\w+)/g)];
	const [, link = ''] = links.find(([, , label]) => label === button) ?? [];
	const { statusCode, body } = await request(link.replaceAll('&amp;', '&'), {
		headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101' },
	});
	await body.dump();
	expect(statusCode).toBe(200);
}

const answerOf = async (executionId: string): Promise<string> => {
	const execution = await stage.n8n.waitForExecution(executionId);
	expect(execution.status).toBe('success');
	return String(itemsOf(execution, 'Agent').at(-1)?.json.output);
};

const numbers = () => stage.provider.dials.map(({ destinationNumber }) => destinationNumber);

describeOnNewerN8n('ai-agent-with-approval', () => {
	it('calls once after the approval, and not before', async () => {
		const execution = await write('Call Ann at 12025550106');
		const question = await approvalMail(execution);
		expect(question).toContain('12025550106');
		expect(numbers()).toEqual([]);

		await press(question, 'Approve');
		expect(await answerOf(execution)).toContain('"accepted":true');
		expect(numbers()).toEqual(['12025550106']);
	});

	it('calls nobody when the approval is refused', async () => {
		const execution = await write('Call Ann at 12025550106');
		const question = await approvalMail(execution);
		await press(question, 'Disapprove');

		expect(await answerOf(execution)).toContain('rejected');
		expect(numbers()).toEqual([]);
	});

	it('calls nobody whom the account does not allow, also after the approval, and says why', async () => {
		const execution = await write('Call Ann at 13300000001');
		await press(await approvalMail(execution), 'Approve');

		const answer = await answerOf(execution);
		expect(answer).toContain('The credential does not allow calls to 13300000001');
		expect(answer).toContain('It allows numbers that begin with 12025550');
		expect(numbers()).toEqual([]);
	});

	it('calls only the first when the model wants several at once: n8n asks for no other', async () => {
		const execution = await write('Call 12025550106 and 12025550107');
		const question = await approvalMail(execution);
		expect(question).toContain('12025550106');
		await press(question, 'Approve');

		await answerOf(execution);
		expect(numbers()).toEqual(['12025550106']);
		expect(mail.mails).toEqual([]);
	});
});
