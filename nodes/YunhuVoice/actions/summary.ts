import type { Failure } from '../shared/result';

/*
 * What a rehearsal has shown, in words.
 */

/** An input item that a real run would refuse. */
export interface RefusedItem {
	/** Counted from 0, as n8n does. The summary counts from 1, as people do. */
	item: number;
	failure: Pick<Failure, 'code' | 'message'>;
}

/** The most reasons that are told one by one. */
const MOST_REASONS = 10;

/** A message without what differs from item to item: quoted values, numbers and times. */
const reasonOf = ({ code, message }: RefusedItem['failure']): string =>
	`${code}: ${message.replace(/“[^”]*”|\d[\d:]*/g, '…')}`;

const counted = (count: number, thing: string): string =>
	`${count} ${thing}${count === 1 ? '' : 's'}`;

/**
 * The summary of a rehearsal.
 *
 * @param called how many numbers a real run would call.
 * @param endsAtFirst whether a real run would end with the first refused item.
 */
export function summaryOf(called: number, refused: RefusedItem[], endsAtFirst: boolean): string {
	const byReason = new Map<string, number[]>();
	for (const { item, failure } of refused) {
		const reason = reasonOf(failure);
		const items = byReason.get(reason);
		if (items) items.push(item);
		else byReason.set(reason, [item]);
	}
	const reasons = [...byReason].sort(([, one], [, other]) => other.length - one.length);
	const told = reasons
		.slice(0, MOST_REASONS)
		.map(
			([reason, items]) => `${items.length} × ${reason} (first: no. ${items[0]! + 1} on the list)`,
		);
	const others = reasons.slice(MOST_REASONS).flatMap(([, items]) => items).length;
	if (others > 0) told.push(`${others} × other reasons`);
	const counts = `${counted(called, 'number')} would be called, ${counted(refused.length, 'item')} refused`;
	return [
		`Rehearsal: nothing was sent. ${counts}${told.length > 0 ? `: ${told.join('; ')}` : ''}.`,
		...(endsAtFirst && refused.length > 0
			? [
					'A real run would end with the first refused item, unless On Error of this node is Continue.',
				]
			: []),
	].join(' ');
}
