/** The simulated provider in its own process, so that it costs n8n nothing. Messages control it. */
import { startSimulator } from '../../support/simulator';
import type { ProviderAnswer, ProviderOrder } from './providerProcess';

async function serve(): Promise<void> {
	const simulator = await startSimulator({
		// Stretches the calls, so that they cause no work while n8n is measured.
		timeScale: 1000,
		linkLifeSeconds: 3600,
	});
	const answer = (values: ProviderAnswer) => process.send?.(values);
	process.on('message', ({ latencyMs, recording, forget }: ProviderOrder) => {
		if (latencyMs !== undefined) simulator.options.latencyMs = latencyMs;
		if (recording) simulator.addRecording(recording.name, { bytes: recording.bytes });
		const { maxInFlight } = simulator;
		const calls = simulator.dials.length;
		if (forget) simulator.forget();
		answer({ url: simulator.url, maxInFlight, calls });
	});
	process.on('disconnect', () => process.exit());
	answer({ url: simulator.url, maxInFlight: 0, calls: 0 });
}

void serve();
