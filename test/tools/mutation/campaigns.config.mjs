import { mutationOf, NEEDS_NO_N8N, without } from './base.mjs';

export default mutationOf('campaigns', [
	'nodes/YunhuVoice/actions/campaign/**/*.ts',
	...without([
		...NEEDS_NO_N8N,
		// What the editor shows.
		'nodes/YunhuVoice/actions/campaign/{index,outputs,settingProperties}.ts',
	]),
]);
