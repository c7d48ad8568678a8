import type { IDataObject } from 'n8n-workflow';
import type { N8nApi } from './harness/api';
import type { Simulator } from './simulator';

/** Creates a credential for the simulator's account; `more` adds or overrides fields. Returns the credential id. */
export const addAccount = async (
	n8n: N8nApi,
	provider: Pick<Simulator, 'url' | 'appId' | 'accessKey'>,
	more: IDataObject = {},
	name = 'Yunhu Voice account',
): Promise<string> =>
	await n8n.createCredential(name, 'yunhuVoiceApi', {
		apiUrl: provider.url,
		appId: provider.appId,
		accessKey: provider.accessKey,
		...(more as object),
	});
