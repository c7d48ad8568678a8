import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import { Random } from '../support/random';
import type { FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const ITEMS = 10_000;

/** Faults of a request. Silence is rare, because each one costs the full timeout. */
const FAULTS: [FaultKind, ...FaultKind[]] = [
	{ ret: 600 },
	{ ret: 600 },
	{ code: 1010 },
	{ code: 1003 },
	{ code: 1019 },
	{ ret: 400 },
	{ ret: 500 },
	{ http: 502 },
	{ http: 404 },
	{ httpAfter: 500 },
	{ reset: 'before' },
	{ reset: 'after' },
	{ raw: '' },
	{ raw: '{"ret":200,"data":{"sta' },
	{ raw: '<html></html>' },
	{ redirect: 'http://127.0.0.1:9/' },
	{ delayMs: 5 },
];
const SILENCE: [FaultKind, ...FaultKind[]] = [{ stall: true }, { stall: 'after' }];

it('dials each of 10,000 numbers at most once, whatever goes wrong, and tells the truth about each', async () => {
	const { provider, run } = await openTestAccount({ callbackUrls: {}, timeScale: 0 });
	const random = new Random(20_260_102);
	let faulty = 0;
	for (let after = 0; after < ITEMS; after++) {
		if (!random.chance(20)) continue;
		faulty += 1;
		const fault = random.oneOf(random.chance(1) ? SILENCE : FAULTS);
		provider.answerNext({ service: 'PlayVoice', after, fault });
	}
	expect(faulty).toBeGreaterThan(ITEMS / 6);

	const numbers = times(ITEMS, (n) => String(13_300_000_000 + n));
	const items = itemsOf(
		await run(
			{
				...PLAY_VOICE,
				destinationNumber: '={{ $json.number }}',
				options: { concurrency: 50, timeoutSeconds: 2 },
			},
			itemsWithNumbers(...numbers),
			CONTINUE,
		),
	);
	expect(items).toHaveLength(ITEMS);

	const dialled = new Map<string, number>();
	for (const { destinationNumber } of provider.dials) {
		dialled.set(destinationNumber, (dialled.get(destinationNumber) ?? 0) + 1);
	}
	expect([...dialled].filter(([, times]) => times > 1)).toEqual([]);

	const kinds = { accepted: 0, inDoubt: 0, refused: 0 };
	const untrue = items.filter(({ json }, index) => {
		const wasDialled = dialled.has(numbers[index]!);
		if (json.accepted === true) {
			kinds.accepted += 1;
			return !wasDialled || json.destinationNumber !== numbers[index];
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
	expect(kinds.accepted).toBeGreaterThan(ITEMS * 0.8);
	expect(kinds.inDoubt).toBeGreaterThan(ITEMS / 20);
	expect(kinds.refused).toBeGreaterThan(ITEMS / 100);
}, 240_000);
