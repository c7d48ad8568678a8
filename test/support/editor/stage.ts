import { addAccount } from '../account';
import { type N8nInstance, type StartOptions, startN8n } from '../harness/n8n';
import { packTarball } from '../harness/pack';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator';
import type { Started } from '../started';
import { type openPage, startBrowser } from './browser';
import { Editor } from './editor';

/** All that a picture of n8n's editor needs. */
export interface Stage {
	n8n: N8nInstance;
	provider: Simulator;
	editor: Editor;
	/** The credential for the simulated account. */
	credentialId: string;
}

interface Set {
	/** The fields of the credential, beside those of the account. */
	credential?: Parameters<typeof addAccount>[2];
	simulator?: SimulatorOptions;
	env?: StartOptions['env'];
	look: Parameters<typeof openPage>[1];
}

/** Starts a real n8n with the package and the simulated provider, and opens n8n's editor in Chromium. */
export async function setStage(
	started: Started,
	{ credential, simulator, env = {}, look }: Set,
): Promise<Stage> {
	const provider = await startSimulator(simulator);
	started.add(provider.close);
	const n8n = await startN8n({ tarball: await packTarball(), env });
	started.add(async () => await n8n.stop());
	const credentialId = await addAccount(n8n, provider, credential);
	const browser = await startBrowser();
	started.add(async () => await browser.close());
	return { n8n, provider, editor: await Editor.signIn(browser, n8n, look), credentialId };
}
