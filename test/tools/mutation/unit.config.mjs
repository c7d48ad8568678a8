import { mutationOf, NEEDS_N8N } from './base.mjs';

export default mutationOf('unit', [
	'nodes/YunhuVoice/{api,callbacks,events,limits,records,shared}/**/*.ts',
	// What the editor shows.
	'!nodes/YunhuVoice/callbacks/descriptions/**',
	'!nodes/YunhuVoice/limits/{properties,nodeProperties}.ts',
	'!nodes/YunhuVoice/records/properties.ts',
	...NEEDS_N8N.map((file) => `!${file}`),
]);
