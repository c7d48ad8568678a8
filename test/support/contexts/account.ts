import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
} from 'n8n-workflow';
import { YunhuVoiceApi } from '../../../credentials/YunhuVoiceApi.credentials';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator';
import { InMemoryCredentials } from './credentials';
import { runAction } from './n8n';

/** An account at a simulated provider, and the user's credential for it. */
export interface TestAccount {
	provider: Simulator;
	credentials: InMemoryCredentials;
	/** Runs an operation of the action node. */
	run(
		parameters: Parameters,
		items?: INodeExecutionData[],
		settings?: Partial<INode>,
		/** Runs while the node works, and can cancel the execution. */
		meanwhile?: (cancel: () => void) => Promise<void>,
	): Promise<IRun>;
}

type Parameters = Record<string, string | number | boolean | object>;

const opened: Simulator[] = [];

/** For `afterEach`: closes the providers that the test opened. */
export const closeAccounts = async (): Promise<void> => {
	await Promise.all(opened.splice(0).map(async (provider) => await provider.close()));
};

/** Starts a provider and thus an account. Every test needs its own, because the credential remembers accounts. */
export async function openTestAccount(
	options: SimulatorOptions = {},
	values: ICredentialDataDecryptedObject = {},
): Promise<TestAccount> {
	const provider = await startSimulator(options);
	opened.push(provider);
	const credentials = new InMemoryCredentials(new YunhuVoiceApi(), {
		apiUrl: provider.url,
		appId: provider.appId,
		accessKey: provider.accessKey,
		...values,
	});
	return {
		provider,
		credentials,
		run: async (parameters, items, settings, meanwhile) =>
			await runAction(credentials, parameters as never, items, settings, meanwhile),
	};
}

/** The parameters of a complete call. The last two digits of the number select the outcome in the simulator. */
export const PLAY_VOICE = {
	resource: 'call',
	operation: 'playVoice',
	destinationNumber: '13300000001',
	voiceType: 'url',
	voiceFile: 'https://example.com/welcome.mp3',
	transferRoute: '1@extGroup-1',
};

/** Returns one item per number. */
export const itemsWithNumbers = (...numbers: string[]): INodeExecutionData[] =>
	numbers.map((number) => ({ json: { number } }));

export const CONTINUE: Partial<INode> = { onError: 'continueRegularOutput' };

/** A locator's value, as the editor stores it. */
export const locator = (value: string, mode = 'id'): IDataObject => ({ __rl: true, mode, value });

export const CALL_FROM_EXTENSION = {
	resource: 'call',
	operation: 'callFromExtension',
	extension: locator('20280003'),
	destinationNumber: '13300000001',
};

export const CONNECT_TWO_PHONES = {
	...CALL_FROM_EXTENSION,
	operation: 'connectTwoPhones',
	firstNumber: '13900000009',
};

export const HANG_UP = {
	resource: 'call',
	operation: 'hangUp',
	extension: locator('20280003'),
};

/** The form fields of the requests to a service. The token is left out: the session tests cover it. */
export const formsSent = ({ requests }: Simulator, wanted: string): object[] =>
	requests
		.filter(({ service }) => service.endsWith(wanted))
		.map(({ fields }) => ({ ...fields, token: undefined }));

/** The parameters of a call to the number of each item. */
export const PLAY_EACH = { ...PLAY_VOICE, destinationNumber: '={{ $json.number }}' };

/** Does something whenever the provider gets a request for a service. */
export const whenAsked = (service: string, act: () => void): SimulatorOptions => ({
	log: (line) => {
		if (line.includes(`${service}"`)) act();
	},
});
