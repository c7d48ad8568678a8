import { resourceOf } from '../operation';
import { getAll } from './getAll';

/** The resource Caller ID. */
export const callerId = resourceOf({ name: 'Caller ID', value: 'callerId' }, getAll, [getAll]);
