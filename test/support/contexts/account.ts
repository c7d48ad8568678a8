import type { ICredentialDataDecryptedObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { YunhuVoiceApi } from '../../../credentials/YunhuVoiceApi.credentials';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator';
import { InMemoryCredentials } from './credentials';
import { runAction } from './n8n';

/** One account at a simulated provider, and the credential a user has made for it. */
export interface TestAccount {
	provider: Simulator;
	credentials: InMemoryCredentials;
	/** Runs an operation of the action node. */
	run(
		parameters: Parameters,
		items?: INodeExecutionData[],
		settings?: Partial<INode>,
		/** Runs meanwhile, and can cancel the execution. */
		meanwhile?: (cancel: () => void) => Promise<void>,
	): Promise<IRun>;
}

type Parameters = Record<string, string | number | boolean | object>;

const opened: Simulator[] = [];

/** For `afterEach`: ends the providers a test has opened. */
export const closeAccounts = async (): Promise<void> => {
	await Promise.all(opened.splice(0).map(async (provider) => await provider.close()));
};

/** Every test has a provider, and so an account, of its own: the credential remembers accounts. */
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

/** A call that leaves nothing out. The number's last two digits choose the outcome at the simulator. */
export const PLAY_VOICE = {
	resource: 'call',
	operation: 'playVoice',
	destinationNumber: '13300000001',
	voiceType: 'url',
	voiceFile: 'https://example.com/welcome.mp3',
	transferRoute: '1@extGroup-1',
};

/** Items by the numbers they are to call. */
export const itemsWithNumbers = (...numbers: string[]): INodeExecutionData[] =>
	numbers.map((number) => ({ json: { number } }));

export const CONTINUE: Partial<INode> = { onError: 'continueRegularOutput' };
