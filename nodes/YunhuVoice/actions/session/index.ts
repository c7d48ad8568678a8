import { resourceOf } from '../operation';
import { logout } from './logout';

/** The resource Session. */
export const session = resourceOf({ name: 'Session', value: 'session' }, logout, [logout]);
