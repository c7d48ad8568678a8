import { resourceOf } from '../operation';
import { getAll } from './getAll';

/** The resource Call Record. */
export const callRecord = resourceOf({ name: 'Call Record', value: 'callRecord' }, getAll, [
	getAll,
]);
