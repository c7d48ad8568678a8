import { mutationOf, NEEDS_N8N } from './base.mjs';

export default mutationOf('unit', [
	'nodes/YunhuVoice/{api,callbacks,events,records,shared}/**/*.ts',
	...NEEDS_N8N.map((file) => `!${file}`),
]);
