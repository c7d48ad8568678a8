import { DateTime } from 'luxon';
import type { ICredentialDataDecryptedObject, INode, INodeParameters } from 'n8n-workflow';
import { addAccount } from '../support/account';
import { answerWith, reportsIn } from '../support/examples/model';
import { type StandIn, startStandIn } from '../support/examples/standIn';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { isOnOlderN8n } from '../support/harness/runtime';
import { times } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { agentWorkflow, PLAY_VOICE } from '../support/workflows';

/** What an agent has to be told about a call. */
interface Wanted {
	number: string;
	/** The number to be dialled, if any. */
	dialled?: string;
	/** The rule that refuses it, and the way out. */
	told: RegExp[];
}

const ACCEPTED = [/"accepted":true/];
const ENOUGH =
	/already.*Nobody was called again.*go on with the others|Max Calls is reached.*do not try again/s;
const NOT_ALLOWED = [
	/The credential does not allow calls to \d/,
	/It allows numbers that begin with 133, 0755/,
	/Only whoever owns the credential can change Allowed Destinations/,
];
const IN_CHINA = [
	/its digits are those of a mobile phone in China/,
	/cannot be called with Country Code 86/,
];
const EMERGENCY = [/is an emergency number/, /dial these numbers yourself/];
const NOT_A_NUMBER = [/Destination Number .*(is not a phone number|holds two numbers|holds an)/];
const TOO_LATE = [
	/The credential allows no calls at this time/,
	/Calls are allowed \d\d:\d\d-\d\d:\d\d \(Asia\/Shanghai\)/,
	/Run the workflow then/,
	/Only whoever owns the credential can change Calling Hours/,
];

const each = (numbers: string[], told: RegExp[]): Wanted[] =>
	numbers.map((number) => ({ number, told }));

const CALLS: Wanted[] = [
	...[
		'13300000001',
		'133-0000-0001',
		'133 0000 0001',
		'+86 133 0000 0001',
		'0086 (133) 0000-0001',
		'１３３０００００００１',
	].map((number) => ({ number, dialled: '13300000001', told: ACCEPTED })),
	...times(4, (n) => ({
		number: `+86 755 1234 567${n}`,
		dialled: `07551234567${n}`,
		told: ACCEPTED,
	})),
	...each(
		times(16, (n) => String(13_400_000_000 + n)),
		NOT_ALLOWED,
	),
	...each(['+44 20 7946 0958', '0044 20 7946 0958', '0900 123 456'], NOT_ALLOWED),
	...each(['+1 900 555 0100'], IN_CHINA),
	...each(['110', '112', '119', '120', '122', '911', '999', '+86 110', '0755-110'], EMERGENCY),
	...each(['１１０', '+1 911', '0755 120'], EMERGENCY),
	...each(['my neighbour', '13300000001 ext 5', '13300000001, 13300000002', '1'], NOT_A_NUMBER),
	...each(
		times(4, (n) => `+86 134 0000 10${10 + n}`),
		NOT_ALLOWED,
	),
];

let provider: Simulator;
let model: StandIn;
let n8n: N8nInstance;
let openAi: string;

beforeAll(async () => {
	provider = await startSimulator();
	model = await startStandIn((received) =>
		answerWith(received, () => CALLS.map(({ number }) => ({ number }))),
	);
	n8n = await startN8n({ tarball: await packTarball() });
	openAi = await n8n.createCredential('OpenAI account', 'openAiApi', {
		apiKey: 'an-api-key',
		url: `${model.url}/v1`,
	});
});

beforeEach(() => {
	provider.reset();
	model.received.splice(0);
});

afterAll(async () => {
	await n8n?.stop();
	await model?.close();
	await provider?.close();
});

/** Calling hours of two hours that begin so many hours from now. */
const hoursFrom = (hours: number): ICredentialDataDecryptedObject => {
	const start = DateTime.now().setZone('Asia/Shanghai').plus({ hours });
	return {
		callingHours: [start, start.plus({ hours: 2 })].map((at) => at.toFormat('HH:mm')).join('-'),
		callingTimeZone: 'Asia/Shanghai',
	};
};

/** Has an agent try all calls in one execution, in the form of `$fromAI`. Returns what its model is told about each. */
async function tryAll(
	hours: ICredentialDataDecryptedObject,
	settings: Partial<INode> = {},
	options: INodeParameters = {},
): Promise<string[]> {
	const credentialId = await addAccount(n8n, provider, {
		allowedDestinations: '133, 0755',
		countryCode: '86',
		...hours,
	});
	const workflowId = await n8n.createWorkflow(
		agentWorkflow(
			credentialId,
			openAi,
			{
				...PLAY_VOICE,
				destinationNumber: "={{ $fromAI('number', 'The number to call', 'string') }}",
				options,
			},
			['Call everybody'],
			settings,
		),
	);
	const execution = await n8n.runWorkflow(workflowId);
	expect(execution.status).toBe('success');
	return reportsIn(model.received.at(-1)!);
}

/** In any order: n8n 1 carries out the last call of a model first. */
const dialled = () => provider.dials.map(({ destinationNumber }) => destinationNumber).sort();

/** n8n 1 and 2.0 end the execution when a tool fails, unless On Error says to continue. */
const WAYS: Array<[string, Partial<INode>]> = [
	['On Error: Continue', { onError: 'continueRegularOutput' }],
	...(isOnOlderN8n ? [] : [['On Error: Stop Workflow', {}] satisfies [string, Partial<INode>]]),
];

describe.each(WAYS)('an agent that tries 50 calls, with %s', (_, settings) => {
	it('reaches only the numbers that the credential allows, and is told the rule and the way out', async () => {
		const reports = await tryAll(hoursFrom(-1), settings);
		expect(CALLS).toHaveLength(50);
		expect(dialled()).toEqual(CALLS.flatMap(({ dialled: number }) => number ?? []).sort());
		expect(reports).toHaveLength(50);
		for (const [index, { told }] of CALLS.entries()) {
			for (const words of told) expect(reports[index]).toMatch(words);
		}
	});

	it('reaches nobody twice and no more people than the node allows, and is told that it is enough', async () => {
		const limits = { oncePerNumber: true, maxCalls: 3 };
		const reports = await tryAll(hoursFrom(-1), settings, limits);
		const numbers = dialled();
		expect(numbers).toHaveLength(3);
		expect(new Set(numbers).size).toBe(3);
		const accepted = reports.filter((report) => ACCEPTED[0]!.test(report));
		expect(accepted).toHaveLength(3);
		const allowed = reports.filter((_report, index) => CALLS[index]!.dialled !== undefined);
		for (const report of allowed) {
			if (!accepted.includes(report)) expect(report).toMatch(ENOUGH);
		}
	});

	it('reaches nobody at night, and is told when it may call', async () => {
		const reports = await tryAll(hoursFrom(3), settings);
		expect(dialled()).toEqual([]);
		expect(reports).toHaveLength(50);
		for (const [index, { dialled: number }] of CALLS.entries()) {
			if (number === undefined) continue;
			for (const words of TOO_LATE) expect(reports[index]).toMatch(words);
		}
	});
});
