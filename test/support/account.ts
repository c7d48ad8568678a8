import type { IDataObject } from 'n8n-workflow';
import type { N8nApi } from './harness/api';
import type { Simulator } from './simulator';

/** Creates the credential for the simulator's account; `more` adds or overrides fields. Returns the credential id. */
export const addAccount = async (
	n8n: N8nApi,
	provider: Pick<Simulator, 'url' | 'appId' | 'accessKey'>,
	more: IDataObject = {},
): Promise<string> =>
	await n8n.createCredential('Yunhu Voice account', 'yunhuVoiceApi', {
		apiUrl: provider.url,
		appId: provider.appId,
		accessKey: provider.accessKey,
		...(more as object),
	});
