import { resourceOf } from '../operation';
import { call } from './call';

/** The resource Service. */
export const service = resourceOf({ name: 'Service', value: 'service' }, call, [call]);
