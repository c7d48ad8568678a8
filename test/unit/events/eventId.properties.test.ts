import fc from 'fast-check';
import { readCallback } from '../../../nodes/YunhuVoice/callbacks/read';
import { holds } from '../../support/holds';
import {
	type Json,
	asRead,
	callback,
	otherEntry,
	read,
	value,
	wellFormed,
	ZONE,
} from '../../support/randomCallbacks';

const eventIdOf = (body: Json): string => {
	const outcome = read(body);
	return outcome.ok ? outcome.value.item.eventId : 'refused';
};

const recaseAll = (body: Json, upper: boolean): Json =>
	Object.fromEntries(
		Object.entries(body).map(([key, sent]) => [
			// ASCII letters only: others have more than two cases.
			key.replace(/[a-z]/gi, (letter) => (upper ? letter.toUpperCase() : letter.toLowerCase())),
			sent,
		]),
	);

const lowerKeys = (body: Json) => Object.keys(body).map((key) => key.toLowerCase());
const hasCollisions = (body: Json) => new Set(lowerKeys(body)).size < lowerKeys(body).length;

describe('eventId', () => {
	const unambiguous = callback.filter((body) => !hasCollisions(body) && read(body).ok);

	it('is the same with keys reordered and recased and numbers as text', () => {
		holds(
			fc.property(unambiguous, fc.boolean(), fc.infiniteStream(fc.nat()), (body, upper, order) => {
				const shuffled = Object.entries(recaseAll(body, upper))
					.map((pair) => ({ pair, rank: order.next().value as number }))
					.sort((one, other) => one.rank - other.rank)
					.map(({ pair: [key, sent] }) => [key, typeof sent === 'number' ? String(sent) : sent]);
				expect(eventIdOf(Object.fromEntries(shuffled))).toBe(eventIdOf(body));
			}),
			1500,
		);
	});

	it('is another for any value changed', () => {
		const canonical = (any: unknown): unknown =>
			any === null || typeof any === 'object' ? any : String(any);
		holds(
			fc.property(unambiguous, fc.nat(), value, (body, index, other) => {
				const keys = Object.keys(body);
				const key = keys[index % keys.length]!;
				const sent = asRead(other);
				fc.pre(JSON.stringify(canonical(sent)) !== JSON.stringify(canonical(body[key])));
				// Inside objects, numbers may be text and keys recased. It is enough that flat values differ.
				fc.pre(typeof sent !== 'object' || sent === null || typeof body[key] !== 'object');
				expect(eventIdOf({ ...body, [key]: sent })).not.toBe(eventIdOf(body));
			}),
			1500,
		);
	});

	it('is another for any field added or removed', () => {
		holds(
			fc.property(unambiguous, otherEntry, fc.nat(), (body, [key, sent], index) => {
				fc.pre(!lowerKeys(body).includes(key.toLowerCase()));
				const entries = Object.entries(body);
				const added = Object.fromEntries([...entries, [key, sent]]);
				expect(eventIdOf(added)).not.toBe(eventIdOf(body));
				const removed = Object.fromEntries(
					entries.filter((_, at) => at !== index % entries.length),
				);
				expect(eventIdOf(removed)).not.toBe(eventIdOf(body));
			}),
			1000,
		);
	});

	it('is the same for JSON, for the same fields in a form, and in either encoding of it', () => {
		const texts = fc.record({
			uuid: fc.uuid(),
			status: fc.constantFrom('ring', 'answer'),
			customuuid: fc.string({ unit: 'grapheme-composite' }).map(wellFormed),
		});
		holds(
			fc.property(texts, (fields) => {
				const form = Buffer.from(new URLSearchParams(fields).toString());
				const ids = [{ bytes: form }, { fields }].map((body) => {
					const outcome = readCallback(body, ZONE);
					return outcome.ok && outcome.value.item.eventId;
				});
				expect(ids).toEqual([eventIdOf(fields), eventIdOf(fields)]);
			}),
			500,
		);
	});
});
