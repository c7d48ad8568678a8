/** The simulated provider in its own process, so that it costs n8n nothing. Messages control it. */
import { startSimulator, type Simulator } from '../../support/simulator';
import { stamp } from '../../support/simulator/clock';
import type { ProviderAnswer, ProviderOrder } from './providerProcess';

/** Times are those of the simulator's zone, oldest first. */
function replaceBills(simulator: Simulator, { count, seconds }: Required<ProviderOrder>['bills']) {
	simulator.bills.splice(0);
	const now = Date.now();
	for (let left = count; left > 0; left--) {
		simulator.addBill({ starttime: stamp(now - (seconds * 1000 * left) / count) });
	}
}

async function serve(): Promise<void> {
	const simulator = await startSimulator({
		// Stretches the calls, so that they cause no work while n8n is measured.
		timeScale: 1000,
		linkLifeSeconds: 3600,
	});
	const answer = (values: ProviderAnswer) => process.send?.(values);
	process.on('message', ({ latencyMs, recording, bills, forget }: ProviderOrder) => {
		if (latencyMs !== undefined) simulator.options.latencyMs = latencyMs;
		if (recording) simulator.addRecording(recording.name, { bytes: recording.bytes });
		if (bills) replaceBills(simulator, bills);
		const { maxInFlight } = simulator;
		const calls = simulator.dials.length;
		if (forget) simulator.forget();
		answer({ url: simulator.url, maxInFlight, calls });
	});
	process.on('disconnect', () => process.exit());
	answer({ url: simulator.url, maxInFlight: 0, calls: 0 });
}

void serve();
