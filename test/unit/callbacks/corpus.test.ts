import type { CallbackBody } from '../../../nodes/YunhuVoice/callbacks/decode';
import { readCallback } from '../../../nodes/YunhuVoice/callbacks/read';
import {
	CORPUS,
	type CorpusEntry,
	fieldsOf,
	wireOf,
} from '../../support/fixtures/callbacks/corpus';

const bodyOf = (entry: CorpusEntry): CallbackBody =>
	Array.isArray(entry.body) ? { fields: fieldsOf(entry.body) } : { bytes: wireOf(entry).body };

it.each(CORPUS)('$name', (entry) => {
	const read = readCallback(bodyOf(entry), 'Asia/Shanghai');
	const { expected } = entry;
	if (!('item' in expected)) {
		const { status, reason } = expected;
		expect(read).toEqual({ ok: false, failure: { status, reason: expect.stringMatching(reason) } });
		return;
	}
	expect(read).toMatchObject({ ok: true, value: { event: expected.item.event } });
	// Compares JSON, because `toEqual` alone does not distinguish an undefined key from a missing one.
	const item: unknown = read.ok && JSON.parse(JSON.stringify(read.value.item));
	const eventId = expect.stringMatching(/^[0-9a-f]{64}$/);
	expect(item).toEqual({ eventId, ...expected.item });
});

it('names every entry once', () => {
	expect(CORPUS.length).toBeGreaterThan(70);
	expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
});
