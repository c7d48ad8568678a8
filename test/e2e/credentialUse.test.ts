import { addAccount } from '../support/account';
import {
	errorOf,
	itemsOf,
	type N8nInstance,
	startN8n,
	type WorkflowJson,
} from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { isOnOlderN8n } from '../support/harness/runtime';
import { type Simulator, startSimulator } from '../support/simulator';
import {
	actionWorkflow,
	chain,
	credentialsOf,
	manualTrigger,
	node,
	PLAY_VOICE,
} from '../support/workflows';

/** For features of n8n 2.41: it keeps credentials from other packages' nodes and blocks requests to internal hosts. */
const itOnNewerN8n = isOnOlderN8n ? it.skip : it;
const itOnOlderN8n = isOnOlderN8n ? it : it.skip;

let provider: Simulator;
let elsewhere: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	n8n = await startN8n({
		tarball: await packTarball(),
		env: { N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost' },
	});
});

afterAll(async () => await n8n?.stop());

beforeEach(async () => {
	provider = await startSimulator();
	elsewhere = await startSimulator();
	credentialId = await addAccount(n8n, provider, {
		apiUrl: provider.url.replace('127.0.0.1', 'localhost'),
	});
});

afterEach(async () => {
	await provider.close();
	await elsewhere.close();
});

/** A workflow with n8n's HTTP Request node, which sends what the credential adds to any URL that the user types. */
const httpRequestTo = (url: string): WorkflowJson =>
	chain('HTTP Request', [
		manualTrigger(),
		node(
			'Request',
			'n8n-nodes-base.httpRequest',
			{
				method: 'POST',
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'yunhuVoiceApi',
				sendBody: true,
				contentType: 'form-urlencoded',
				bodyParameters: { parameters: [{ name: 'service', value: 'App.Sip_Cdr.GetRecodeFile' }] },
				options: {},
			},
			{ typeVersion: 4.2, credentials: credentialsOf(credentialId) },
		),
	]);

itOnNewerN8n('a workflow in which another node uses the credential cannot be saved', async () => {
	await expect(n8n.createWorkflow(httpRequestTo(provider.url))).rejects.toThrow(/400/);
});

itOnOlderN8n('n8n’s HTTP Request node gets the token to no other host, and says why', async () => {
	const execution = await n8n.runWorkflow(await n8n.createWorkflow(httpRequestTo(elsewhere.url)));
	expect(errorOf(execution)).toMatchObject({
		message: expect.stringContaining('works only with its own API URL'),
	});
	expect(elsewhere.requests).toEqual([]);
});

// With a multipart form, n8n 1 would send the same stream a second time and hang.
itOnOlderN8n('n8n’s HTTP Request node follows no redirect with the token', async () => {
	// The first request is the login.
	provider.answerNext({ after: 1, times: 9, fault: { redirect: elsewhere.url, status: 307 } });
	const url = provider.url.replace('127.0.0.1', 'localhost');
	await n8n.runWorkflow(await n8n.createWorkflow(httpRequestTo(url)));
	expect(provider.requests.filter(({ answeredWith }) => answeredWith.fault)).not.toEqual([]);
	expect(elsewhere.requests).toEqual([]);
});

itOnNewerN8n(
	'a request that n8n itself does not let out is told as that: nothing was sent',
	async () => {
		const blocked = await n8n.createCredential('Blocked', 'yunhuVoiceApi', {
			apiUrl: provider.url,
			appId: provider.appId,
			accessKey: provider.accessKey,
		});
		const execution = await n8n.runWorkflow(
			await n8n.createWorkflow(
				actionWorkflow(blocked, PLAY_VOICE, [{ number: '13300000001' }], {
					onError: 'continueRegularOutput',
				}),
			),
		);
		expect(itemsOf(execution, 'Yunhu')[0]?.json).toMatchObject({
			code: 'REFUSED_BY_N8N',
			error: expect.stringContaining('n8n blocked the request'),
			mayHaveBeenPlaced: false,
			requestedAt: null,
		});
		expect(provider.requests).toEqual([]);
	},
);

it('a failed item keeps everything on the error output, beside its input item', async () => {
	provider.answerNext({ service: 'PlayVoice', fault: { httpAfter: 500 } });
	const execution = await n8n.runWorkflow(
		await n8n.createWorkflow(
			actionWorkflow(
				credentialId,
				{ ...PLAY_VOICE, options: { customData: '={{ $json.order }}', concurrency: 1 } },
				[
					{ number: '13300000001', order: 'order-1' },
					{ number: '12', order: 'order-2' },
					{ number: '13300000003', order: 'order-3' },
				],
				{ onError: 'continueErrorOutput' },
			),
		),
	);
	expect(itemsOf(execution, 'Yunhu', 0)).toMatchObject([
		{ json: { accepted: true, customData: 'order-3' } },
	]);
	/** Older n8n sends items with `details` to the success output, so the node leaves them out there. */
	const withDetails = (details: object) =>
		isOnOlderN8n ? {} : { details: expect.objectContaining(details) };
	expect(itemsOf(execution, 'Yunhu', 1).map(({ json }) => json)).toEqual([
		{
			number: '13300000001',
			order: 'order-1',
			error: expect.stringContaining('may have been placed'),
			message: expect.stringContaining('may have been placed'),
			...withDetails({
				code: 'HTTP_500',
				mayHaveBeenPlaced: true,
				customData: 'order-1',
				destinationNumber: '13300000001',
			}),
		},
		{
			number: '12',
			order: 'order-2',
			error: expect.stringContaining('not a phone number'),
			message: expect.stringContaining('not a phone number'),
			...withDetails({
				code: 'INPUT',
				mayHaveBeenPlaced: false,
				requestedAt: null,
				customData: 'order-2',
			}),
		},
	]);
});
