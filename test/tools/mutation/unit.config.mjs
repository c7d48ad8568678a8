import { mutationOf, NEEDS_LONG_LISTS, NEEDS_N8N } from './base.mjs';

export default mutationOf('unit', [
	'nodes/YunhuVoice/{api,callbacks,events,limits,records,shared}/**/*.ts',
	// Of the operations, the lists and waiting, what works without n8n.
	'nodes/YunhuVoice/actions/{pool,summary}.ts',
	'nodes/YunhuVoice/actions/*/rows.ts',
	'nodes/YunhuVoice/actions/call/{destination,doubtful,number}.ts',
	'nodes/YunhuVoice/actions/campaign/found.ts',
	'nodes/YunhuVoice/lists/{cache,choices,services}.ts',
	'nodes/YunhuVoice/waiting/reference.ts',
	// What the editor shows.
	'!nodes/YunhuVoice/callbacks/descriptions/**',
	'!nodes/YunhuVoice/limits/{properties,nodeProperties}.ts',
	'!nodes/YunhuVoice/records/properties.ts',
	'!nodes/YunhuVoice/shared/services.ts',
	// What stands below its table.
	'nodes/YunhuVoice/shared/services.ts:158-999',
	...[...NEEDS_N8N, ...NEEDS_LONG_LISTS].map((file) => `!${file}`),
]);
