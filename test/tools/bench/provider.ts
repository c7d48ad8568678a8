/** The simulated provider as a process of its own, so that it costs n8n nothing; told what to do by messages. */
import { startSimulator } from '../../support/simulator';
import type { ProviderAnswer, ProviderOrder } from './providerProcess';

async function serve(): Promise<void> {
	const simulator = await startSimulator({
		// A call that lives long has no more to do while n8n is measured.
		timeScale: 1000,
		linkLifeSeconds: 3600,
	});
	const answer = (values: ProviderAnswer) => process.send?.(values);
	process.on('message', ({ latencyMs, recording, forget }: ProviderOrder) => {
		if (latencyMs !== undefined) simulator.options.latencyMs = latencyMs;
		if (recording) simulator.addRecording(recording.name, { bytes: recording.bytes });
		const { mostUnderWay } = simulator;
		const calls = simulator.dials.length;
		if (forget) simulator.forget();
		answer({ url: simulator.url, mostUnderWay, calls });
	});
	process.on('disconnect', () => process.exit());
	answer({ url: simulator.url, mostUnderWay: 0, calls: 0 });
}

void serve();
