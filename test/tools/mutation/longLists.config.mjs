import { mutationOf, NEEDS_LONG_LISTS } from './base.mjs';

export default mutationOf('longLists', NEEDS_LONG_LISTS);
