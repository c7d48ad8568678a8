import { resourceOf } from '../operation';
import { getAll } from './getAll';
import { getStatus } from './getStatus';

/** The resource Extension. */
export const extension = resourceOf({ name: 'Extension', value: 'extension' }, getAll, [
	getAll,
	getStatus,
]);
