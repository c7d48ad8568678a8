import type { CallbackEvent } from '../events/types';
import type { Fields } from '../shared/fields';

/** Fields that only a call record has. One of them alone may be a coincidence. */
const OF_A_RECORD = [
	'hangupcause',
	'hangupdirection',
	'billsec',
	'duration',
	'endtime',
	'answertime',
];

/** Fields that say which call an extension's status belongs to. */
const OF_A_STATUS = ['uuid', 'buuid', 'isbleg'];

/**
 * Which callback a body is: both kinds arrive at one address, with nothing but their fields to tell them apart.
 *
 * @returns `undefined` if a body is neither.
 */
export function classify(fields: Fields): CallbackEvent | undefined {
	if (OF_A_RECORD.filter((name) => fields.has(name)).length > 1) return 'callRecord';
	const hasCall = OF_A_STATUS.some((name) => fields.has(name));
	return hasCall && fields.text('status') !== null ? 'extensionStatus' : undefined;
}
