import { mutationOf, NEEDS_LONG_LISTS, NEEDS_N8N, NEEDS_NO_N8N, without } from './base.mjs';

export default mutationOf('unit', [
	'nodes/YunhuVoice/{api,callbacks,events,limits,records,shared}/**/*.ts',
	...NEEDS_NO_N8N,
	...without([
		...NEEDS_N8N,
		...NEEDS_LONG_LISTS,
		// What the editor shows.
		'nodes/YunhuVoice/callbacks/descriptions/**',
		'nodes/YunhuVoice/limits/{properties,nodeProperties}.ts',
		'nodes/YunhuVoice/records/properties.ts',
	]),
]);
