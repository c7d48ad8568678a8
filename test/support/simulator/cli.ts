/** `npm run simulator`: runs the test double of the provider, to try things by hand. */

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { print as printLine } from '../print';
import { withoutSecret } from './callbacks';
import { settingsOf } from './settings';
import { OUTCOMES, PATH, startSimulator, type Simulator, type SimulatorOptions } from './index';

/** Always the same, so that the credential in n8n stays right. */
const PORT = 8686;
const CALLBACK_SECRET = 'demoCallbackSecret';

const accountLines = (url: string, callbackSecret: string): string[] => {
	const { appId, accessKey } = settingsOf({});
	return [
		`  API URL          ${url}`,
		`  App ID           ${appId}`,
		`  Access Key       ${accessKey}`,
		`  Callback Secret  ${callbackSecret}`,
	];
};

const HELP = `Usage: npm run simulator -- [options]

Plays the provider on this computer. It calls nobody. The credential in n8n:
${accountLines(`http://127.0.0.1:${PORT}${PATH}`, CALLBACK_SECRET).join('\n')}

To get callbacks, paste the Production URL of a Yunhu Voice Trigger into the terminal in which the simulator runs, and
press Enter. It sends the secret with them, in the header x-callback-secret. Another URL replaces the first. Ctrl+C ends
the simulator.

  --callback-url URL      the same from the start
  --callback-secret TEXT  another secret than ${CALLBACK_SECRET}
  --port N                another port on 127.0.0.1 than ${PORT}; 0 for a free one
  --latency MS            wait before each API answer (default 0)
  --time-scale X          real seconds per simulated second of a call (default 0.01)
  --help                  shows this text`;

function numberOf(flag: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text.trim() === '' || !(value >= 0)) throw new Error(`--${flag} must be a number, 0 or more`);
	return value;
}

const isWebAddress = (text: string) => /^https?:/i.test(text) && URL.canParse(text);

interface Account {
	simulator: Simulator;
	/** Sent with callbacks whose address has none of its own. */
	callbackSecret: string;
	print: (line: string) => void;
}

/** As in the provider's console: one address for each kind of callback. */
function sendCallbacks(url: string, { simulator, callbackSecret, print }: Account): void {
	const { options } = simulator;
	const hasSecret = new URL(url).searchParams.has('secret');
	options.callbackUrls = { extensionStatus: url, callRecord: url, campaignStatus: url };
	options.callbackHeaders = hasSecret ? {} : { 'x-callback-secret': callbackSecret };
	const where = hasSecret ? 'at its end' : 'in the header x-callback-secret';
	print(`Callbacks go to ${withoutSecret(url, options)}, with the secret ${where}.`);
}

const start = async (options: SimulatorOptions): Promise<Simulator> =>
	await startSimulator(options).catch(async (error: NodeJS.ErrnoException) => {
		const advice = `Port ${options.port} is in use. Is a simulator running already? Choose another one with --port`;
		return await Promise.reject(error.code === 'EADDRINUSE' ? new Error(advice) : error);
	});

/** Takes each line that is typed as the new callback address. */
function takeAddresses(terminal: Readable, account: Account): void {
	createInterface({ input: terminal }).on('line', (line) => {
		const url = line.trim();
		if (isWebAddress(url)) sendCallbacks(url, account);
		else if (url !== '')
			account.print('Paste a Production URL: it starts with http:// or https://');
	});
}

/**
 * @param terminal where addresses for callbacks are typed
 * @returns undefined if only the help was shown
 */
export async function main(
	args: string[],
	print: (line: string) => void,
	terminal: Readable,
): Promise<Simulator | undefined> {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string' },
			'callback-url': { type: 'string' },
			'callback-secret': { type: 'string' },
			latency: { type: 'string' },
			'time-scale': { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) {
		print(HELP);
		return undefined;
	}
	const callbackUrl = values['callback-url'];
	if (callbackUrl !== undefined && !isWebAddress(callbackUrl)) {
		throw new Error('--callback-url must start with http:// or https://');
	}
	const simulator = await start({
		port: numberOf('port', values.port) ?? PORT,
		latencyMs: numberOf('latency', values.latency) ?? 0,
		timeScale: numberOf('time-scale', values['time-scale']) ?? 0.01,
		log: print,
	});
	const ownSecret = values['callback-secret'];
	print('The credential in n8n:');
	accountLines(simulator.url, ownSecret ? 'as in --callback-secret' : CALLBACK_SECRET).forEach(
		print,
	);
	const groups = simulator.groups.map(({ name }) => name).join(', ');
	const extensions = simulator.extensions.map(({ extnumber }) => extnumber).join(', ');
	print(`Extension group: ${groups}. Extensions: ${extensions}`);
	print('Numbers ending in');
	for (const [ending, { title, hangupcause }] of Object.entries(OUTCOMES)) {
		print(`  ${ending}         ${title} (${hangupcause})`);
	}
	print('  other      as 01');
	const account = { simulator, callbackSecret: ownSecret ?? CALLBACK_SECRET, print };
	takeAddresses(terminal, account);
	if (callbackUrl !== undefined) sendCallbacks(callbackUrl, account);
	else
		print('For callbacks, paste the Production URL of a Yunhu Voice Trigger here and press Enter.');
	print('Another URL replaces it. Ctrl+C ends the simulator.');
	return simulator;
}

if (require.main === module) {
	main(process.argv.slice(2), printLine, process.stdin).catch((error: Error) => {
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	});
}
