/** `npm run simulator -- --port 8080`: runs the test double of the provider, to try things by hand. */

import { parseArgs } from 'node:util';
import { print as printLine } from '../print';
import { OUTCOMES, startSimulator, type Simulator } from './index';

const HELP = `Usage: npm run simulator -- [options]

  --port N             port on 127.0.0.1 (default: a free one)
  --callback-url URL   receives extension status events, call records and campaigns' ends
  --latency MS         wait before each API answer (default 0)
  --time-scale X       real seconds per simulated second of a call (default 0.01)
  --help               shows this text`;

function numberOf(flag: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text.trim() === '' || !(value >= 0)) throw new Error(`--${flag} must be a number, 0 or more`);
	return value;
}

export async function main(
	args: string[],
	print: (line: string) => void,
): Promise<Simulator | undefined> {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string' },
			'callback-url': { type: 'string' },
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
	const simulator = await startSimulator({
		port: numberOf('port', values.port),
		latencyMs: numberOf('latency', values.latency) ?? 0,
		timeScale: numberOf('time-scale', values['time-scale']) ?? 0.01,
		callbackUrls: {
			extensionStatus: callbackUrl,
			callRecord: callbackUrl,
			campaignStatus: callbackUrl,
		},
		log: print,
	});
	print(`URL          ${simulator.url}`);
	print(`App ID       ${simulator.appId}`);
	print(`Access key   ${simulator.accessKey}`);
	print('Numbers ending in');
	for (const [ending, { title, hangupcause }] of Object.entries(OUTCOMES)) {
		print(`  ${ending}         ${title} (${hangupcause})`);
	}
	print('  other      as 01');
	return simulator;
}

if (require.main === module) {
	main(process.argv.slice(2), printLine).catch((error: Error) => {
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	});
}
