import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { type Limits, readLimits } from '../../limits/limits';
import type { Failure, Result } from '../../shared/result';
import type { ConnectTwoPhonesOutput } from '../outputs';
import { cleanDestination } from './destination';
import { DESTINATION_NUMBER } from './placeProperties';

/*
 * Who takes part in a call.
 */

/** Who takes part in a call, as items name them. */
type Parties = Pick<ConnectTwoPhonesOutput, 'extension' | 'firstNumber' | 'destinationNumber'>;

/** Somebody who takes part in a call. */
export interface Party {
	/** The name in items. */
	key: keyof Parties;
	/** The provider's form field. */
	field: string;
	read: (context: IExecuteFunctions, index: number, limits: Result<Limits>) => Result<string>;
}

/** Somebody whose number the provider dials. An emergency number is refused. */
export const dialled = (
	key: Party['key'],
	{ name, displayName }: INodeProperties,
	field: string,
): Party => ({
	key,
	field,
	read: (context, index, limits) =>
		cleanDestination(context.getNodeParameter(name, index, ''), displayName, limits),
});

/** The person called, whose number is in the provider's field of this name. */
export const destinationIn = (field: string): Party =>
	dialled('destinationNumber', DESTINATION_NUMBER, field);

/** Reads all parties, so that a failed item names those that are right. The first one that is wrong is the failure. */
export function readParties(
	parties: Party[],
	context: IExecuteFunctions,
	account: Account,
	index: number,
): { named: Partial<Parties>; form: Record<string, string>; failure: Failure | undefined } {
	const limits = readLimits(account.credential);
	const numbers = parties.map(({ key, field, read }) => ({
		key,
		field,
		read: read(context, index, limits),
	}));
	const right = numbers.flatMap(({ key, field, read }) =>
		read.ok ? { key, field, value: read.value } : [],
	);
	const wrong = numbers.flatMap(({ read }) => (read.ok ? [] : read.failure));
	return {
		named: Object.fromEntries(right.map(({ key, value }) => [key, value])),
		form: Object.fromEntries(right.map(({ field, value }) => [field, value])),
		failure: wrong[0],
	};
}
