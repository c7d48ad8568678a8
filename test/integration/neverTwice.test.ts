import type { IPairedItemData } from 'n8n-workflow';
import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONNECT_TWO_PHONES,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { QUICK_FAULTS, SLOW_FAULTS } from '../support/contexts/faults';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import { Random } from '../support/random';

afterEach(closeAccounts);

it.each<[string, number, object]>([
	['PlayVoice', 10_000, PLAY_VOICE],
	['MakeCall', 2_000, CALL_FROM_EXTENSION],
	['DoubleCall', 2_000, CONNECT_TWO_PHONES],
])(
	'%s dials each of %d numbers at most once, whatever goes wrong, and tells the truth about each',
	async (service, count, parameters) => {
		const { provider, run } = await openTestAccount({ callbackUrls: {}, timeScale: 0 });
		const random = new Random(20_260_102);
		let faulty = 0;
		for (let after = 0; after < count; after++) {
			if (!random.chance(20)) continue;
			faulty += 1;
			const fault = random.oneOf(random.chance(1) ? SLOW_FAULTS : QUICK_FAULTS);
			provider.answerNext({ service, after, fault });
		}
		expect(faulty).toBeGreaterThan(count / 6);

		const numbers = times(count, (n) => String(13_300_000_000 + n));
		const items = itemsOf(
			await run(
				{
					...parameters,
					destinationNumber: '={{ $json.number }}',
					options: { concurrency: 50, timeoutSeconds: 2 },
				},
				itemsWithNumbers(...numbers),
				CONTINUE,
			),
		);
		expect(items).toHaveLength(count);

		const dialled = new Map(
			provider.dials.map(({ destinationNumber, customuuid }) => [destinationNumber, customuuid]),
		);
		expect(dialled.size).toBe(provider.dials.length);

		const kinds = { accepted: 0, inDoubt: 0, refused: 0 };
		const untrue = items.filter(({ json, pairedItem }, index) => {
			const customData = dialled.get(numbers[index]!);
			const wasDialled = customData !== undefined;
			if (json.destinationNumber !== numbers[index]) return true;
			if ((pairedItem as IPairedItemData).item !== index) return true;
			// By it the user finds the record of a call in doubt.
			if (wasDialled && json.customData !== customData) return true;
			if (json.accepted === true) {
				kinds.accepted += 1;
				return !wasDialled;
			}
			const sayDoubt = String(json.error).includes('the call may have been placed');
			if (json.mayHaveBeenPlaced !== sayDoubt) return true;
			if (sayDoubt) {
				kinds.inDoubt += 1;
				return !String(json.error).includes(String(json.customData)) || json.requestedAt === null;
			}
			kinds.refused += 1;
			return wasDialled;
		});
		expect(untrue).toEqual([]);
		expect(kinds.accepted).toBeGreaterThan(count * 0.8);
		expect(kinds.inDoubt).toBeGreaterThan(count / 20);
		expect(kinds.refused).toBeGreaterThan(count / 100);
	},
	240_000,
);
