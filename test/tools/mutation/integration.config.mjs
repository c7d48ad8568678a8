import { mutationOf, NEEDS_N8N, NEEDS_NO_N8N, without } from './base.mjs';

export default mutationOf('integration', [
	...NEEDS_N8N,
	'nodes/YunhuVoice/*.node.ts',
	'nodes/YunhuVoice/{actions,lists,waiting}/**/*.ts',
	...without([
		...NEEDS_NO_N8N,
		// What the editor shows.
		'nodes/YunhuVoice/actions/{builderHint,descriptions,outputs,resources}.ts',
		'nodes/YunhuVoice/actions/*/{index,placeProperties,properties}.ts',
		// The run of campaigns.
		'nodes/YunhuVoice/actions/campaign/**',
	]),
]);
