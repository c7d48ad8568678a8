import { mutationOf, NEEDS_N8N } from './base.mjs';

export default mutationOf('integration', NEEDS_N8N);
