import type { IDataObject } from 'n8n-workflow';
import { advance } from '../../../nodes/YunhuVoice/records/advance';
import { readPass } from '../../../nodes/YunhuVoice/records/pass';
import { times } from '../../support/lists';
import {
	NEW_TRIGGER,
	NOON,
	addCalls,
	cursorAt,
	idsOf,
	providerWith,
	settingsOf,
} from '../../support/passes';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('a long list', () => {
	it.each([true, false])(
		'is read in parts, oldest first (tells the total: %s)',
		async (tellsTotal) => {
			const provider = providerWith({ tellsTotal });
			addCalls(provider, 21_000, 6 * HOUR);
			const spans: number[] = [];
			const readWindow = (from: number, to: number) => {
				spans.push(to - from);
				return provider.readWindow(from, to);
			};
			const settings = settingsOf(provider, { readWindow });
			const { found, isComplete } = await readPass(cursorAt(NOON - 7 * HOUR), settings);
			expect(isComplete).toBe(true);
			expect(idsOf(found)).toEqual(times(21_000, (index) => index + 1));
			expect(spans.length).toBeLessThan(40);
		},
	);

	it('is read however many calls started in the same second', async () => {
		const provider = providerWith();
		addCalls(provider, 12_000, 1);
		const { found } = await readPass(cursorAt(NOON - HOUR), settingsOf(provider));
		expect(found).toHaveLength(12_000);
	});

	it('goes on in the next poll where time was up, until everything was read', async () => {
		const provider = providerWith({ requestMs: 10 * SECOND });
		addCalls(provider, 9_000, HOUR);
		const data: IDataObject = {};
		const given: number[] = [];
		for (let polls = 0; polls < 12; polls++) {
			const settings = settingsOf(provider, { deadline: provider.time + 30 * SECOND });
			const startFrom = NOON - 2 * HOUR;
			const polled = await advance({ ...settings, ...NEW_TRIGGER, data, startFrom });
			if (polled.ok) given.push(...idsOf(polled.value.found));
		}
		expect(new Set(given).size).toBe(9_000);
		expect(given).toHaveLength(9_000);
	});
});
