import type { IWebhookFunctions } from 'n8n-workflow';
import { claimEvent } from '../../../nodes/YunhuVoice/callbacks/memory';

interface Stored {
	seen?: string;
}

let nodes = 0;

/** Returns a new trigger node. `stored` is its static data. */
function aNode({ workflow = 'workflow-1', node = `node-${++nodes}`, stored = {} as Stored } = {}): {
	context: IWebhookFunctions;
	stored: Stored;
} {
	const context = {
		getWorkflowStaticData: (type: string) => (type === 'node' ? stored : {}),
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: node }),
	} as unknown as IWebhookFunctions;
	return { context, stored };
}

/** Returns an event id of real length that begins with the name. */
const idOf = (name: string): string => name.padEnd(64, '-');
const shortOf = (name: string): string => name.padEnd(16, '-');

const START = Date.parse('2026-01-02T03:04:05Z');
const HOUR_MS = 3_600_000;
const REMEMBERING = { lifetime: 24 * HOUR_MS, acrossRestarts: true };

/** Returns events as n8n stores them, each with the second in which it was taken. */
const textAt = (...events: Array<[name: string, at: number]>): string =>
	events.map(([name, at]) => `${shortOf(name)}:${Math.floor(at / 1000).toString(36)}`).join();
const textOf = (...names: string[]): string =>
	textAt(...names.map((name) => [name, START] as [string, number]));

async function take(
	context: IWebhookFunctions,
	name: string,
	at = START,
	remembering = REMEMBERING,
): Promise<boolean> {
	const claim = await claimEvent(context, idOf(name), at, remembering);
	claim?.save();
	claim?.settle(true);
	return claim !== undefined;
}

it('an event is taken once', async () => {
	const { context } = aNode();
	expect(await take(context, 'a')).toBe(true);
	expect(await take(context, 'a')).toBe(false);
	expect(await take(context, 'b')).toBe(true);
});

it('each trigger node has its own memory, also in a copy of the workflow', async () => {
	for (const place of [
		{ workflow: 'one', node: 'x' },
		{ workflow: 'one', node: 'y' },
		{ workflow: 'two', node: 'x' },
		{ workflow: 'one","x', node: '' },
	]) {
		expect(await take(aNode(place).context, 'a')).toBe(true);
	}
	expect(await take(aNode({ workflow: 'one', node: 'x' }).context, 'a')).toBe(false);
});

it('remembers across requests, whose contexts and static data are always new', async () => {
	const node = 'the same';
	expect(await take(aNode({ node }).context, 'a')).toBe(true);
	expect(await take(aNode({ node }).context, 'a')).toBe(false);
});

it('begins with what the static data holds', async () => {
	const { context } = aNode({ stored: { seen: textOf('a', 'b') } });
	expect(await take(context, 'a')).toBe(false);
	expect(await take(context, 'b')).toBe(false);
	expect(await take(context, 'c')).toBe(true);
});

describe('the snapshot in the static data', () => {
	it('holds the event that n8n has just stored, and nothing before', async () => {
		const { context, stored } = aNode();
		const claim = await claimEvent(context, idOf('a'), START, REMEMBERING);
		expect(stored).toEqual({});
		claim!.save();
		expect(stored).toEqual({ seen: textOf('a') });
	});

	it('is written again each time n8n reads the answer: only the last one is saved', async () => {
		const { context, stored } = aNode();
		const claim = await claimEvent(context, idOf('a'), START, REMEMBERING);
		claim!.save();
		delete stored.seen;
		claim!.save();
		expect(stored).toEqual({ seen: textOf('a') });
	});

	it('is left to the next event where one is not accepted', async () => {
		const { context, stored } = aNode();
		(await claimEvent(context, idOf('a'), START, REMEMBERING))!.settle(false);
		await take(context, 'b', START + 1);
		expect(stored.seen).toBe(textOf('b'));
	});

	it('is enough to begin anew with', async () => {
		const first = aNode();
		await take(first.context, 'a');
		const second = aNode({ stored: { ...first.stored } });
		expect(await take(second.context, 'a')).toBe(false);
	});

	it('is taken at most once a second, and catches up then', async () => {
		const { context, stored } = aNode();
		await take(context, 'a', START);
		await take(context, 'b', START + 1);
		await take(context, 'c', START + 999);
		expect(stored.seen).toBe(textOf('a'));
		await take(context, 'd', START + 1000);
		const four = textOf('a', 'b', 'c') + ',' + textAt(['d', START + 1000]);
		expect(stored.seen).toBe(four);
		await take(context, 'e', START + 1999);
		expect(stored.seen).toBe(four);
		await take(context, 'f', START + 2000);
		expect(stored.seen).toBe(`${four},${textAt(['e', START + 1000], ['f', START + 2000])}`);
	});

	it('is not touched by a duplicate', async () => {
		const { context, stored } = aNode();
		await take(context, 'a');
		const { seen } = stored;
		await take(context, 'a', START + 5000);
		expect(stored.seen).toBe(seen);
	});

	it('leaves out an event n8n has not accepted', async () => {
		const { context, stored } = aNode();
		(await claimEvent(context, idOf('a'), START, REMEMBERING))!.settle(false);
		await take(context, 'b', START + 1000);
		expect(stored.seen).toBe(textAt(['b', START + 1000]));
	});

	it('holds the newest 1,000 events, oldest first', async () => {
		const before = Array.from({ length: 1000 }, (_, index) => `event ${index}`);
		const { context, stored } = aNode({ stored: { seen: textOf(...before) } });
		await take(context, 'new');
		expect(stored.seen).toBe(textOf(...before.slice(1), 'new'));
	});

	it('holds an event that is taken anew once, as the newest', async () => {
		const { context, stored } = aNode();
		await take(context, 'a');
		await take(context, 'b');
		await take(context, 'a', START + 24 * HOUR_MS);
		expect(stored.seen).toBe(`${textOf('b')},${textAt(['a', START + 24 * HOUR_MS])}`);
	});
});

describe('an event is taken again', () => {
	it('after its lifetime', async () => {
		const { context } = aNode();
		const remembering = { ...REMEMBERING, lifetime: 2 * HOUR_MS };
		expect(await take(context, 'a', START, remembering)).toBe(true);
		expect(await take(context, 'a', START + 2 * HOUR_MS - 1, remembering)).toBe(false);
		expect(await take(context, 'a', START + 2 * HOUR_MS, remembering)).toBe(true);
	});

	it('after its lifetime, also over a restart', async () => {
		const before = aNode();
		await take(before.context, 'a');
		for (const [later, isTaken] of [
			[24 * HOUR_MS - 1000, false],
			[24 * HOUR_MS, true],
		] as const) {
			const { context } = aNode({ stored: { ...before.stored } });
			expect(await take(context, 'a', START + later)).toBe(isTaken);
		}
	});
});

describe('the older form of the store, without times,', () => {
	it('is known from when it is read', async () => {
		const stored = { seen: `${shortOf('a')},${shortOf('b')}` };
		const { context } = aNode({ stored });
		expect(await take(context, 'a')).toBe(false);
		expect(await take(context, 'b', START + 24 * HOUR_MS - 1)).toBe(false);
		expect(await take(context, 'b', START + 24 * HOUR_MS)).toBe(true);
	});

	it('can stand beside the newer one, and beside what is neither', async () => {
		const seen = `${shortOf('a')},,:x,${shortOf('x')}:!,${textOf('b')}`;
		const { context, stored } = aNode({ stored: { seen } });
		for (const name of ['a', 'b', 'x']) expect(await take(context, name)).toBe(name === 'x');
		expect(stored.seen).toBe(textOf('a', 'b', 'x'));
	});
});

describe('without “Remember Across Restarts”', () => {
	const remembering = { ...REMEMBERING, acrossRestarts: false };

	it('the static data is not asked for', async () => {
		const { context } = aNode();
		const asked = jest.spyOn(context, 'getWorkflowStaticData');
		expect(await take(context, 'a', START, remembering)).toBe(true);
		expect(await take(context, 'a', START, remembering)).toBe(false);
		expect(asked).not.toHaveBeenCalled();
	});

	it('what it holds from before does not count', async () => {
		const { context, stored } = aNode({ stored: { seen: textOf('a') } });
		expect(await take(context, 'a', START, remembering)).toBe(true);
		expect(stored).toEqual({ seen: textOf('a') });
	});

	it('and with it from now on, both are known: what was taken and what was stored', async () => {
		const { context, stored } = aNode({ stored: { seen: textOf('a') } });
		await take(context, 'b', START, remembering);
		expect(await take(context, 'a')).toBe(false);
		expect(await take(context, 'b')).toBe(false);
		await take(context, 'c');
		expect(stored.seen).toBe(textOf('a', 'b', 'c'));
	});
});

it('10,000 events are remembered, not one more', async () => {
	const { context } = aNode();
	for (let index = 0; index < 10_000; index++) await take(context, `event ${index}`);
	expect(await take(context, 'event 0')).toBe(false);
	await take(context, 'one more');
	expect(await take(context, 'event 1')).toBe(false);
	expect(await take(context, 'event 0')).toBe(true);
});

it('tells apart events whose ids differ within their first 16 characters', async () => {
	const { context } = aNode();
	expect(
		(await claimEvent(context, `${'0'.repeat(15)}1${'0'.repeat(48)}`, START, REMEMBERING))!,
	).toMatchObject({
		settle: expect.any(Function),
	});
	expect(
		(await claimEvent(context, `${'0'.repeat(15)}2${'0'.repeat(48)}`, START, REMEMBERING))!,
	).toMatchObject({
		settle: expect.any(Function),
	});
});
