import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { succeed } from '../shared/result';
import type { Operation, Outcome } from './operation';
import { booleanParameter, readable } from './parameters';

/** Of every operation that calls the numbers of its items. */
export const REHEARSE: INodeProperties = {
	displayName: 'Rehearse',
	name: 'rehearse',
	type: 'boolean',
	default: false,
	description:
		'Whether to check everything as for a real run and to send nothing: nobody is called, and it costs nothing. Refused items become failed items, and a hint at the output counts them.',
};

/**
 * Whether an item is only rehearsed.
 *
 * @throws if it is neither true nor false.
 */
export const isRehearsed = (context: IExecuteFunctions, index: number): boolean =>
	booleanParameter(context, REHEARSE.name, index, REHEARSE.displayName, false);

/**
 * Tells which items a run only rehearses. One of which that cannot be read is none: it fails as in a real run.
 *
 * @param operation missing if the node is set to none.
 */
export function rehearsalOf(
	context: IExecuteFunctions,
	operation: Operation | undefined,
): (items: Outcome['items']) => boolean {
	// Most runs rehearse nothing: no item of them is read for it.
	const { [REHEARSE.name]: written = false } = context.getNode().parameters;
	if (!operation?.canRehearse || written === false) return () => false;
	const isOne = (index: number) => {
		const read = readable(() => succeed(isRehearsed(context, index)));
		return read.ok && read.value;
	};
	return (items) => items.every(isOne);
}
