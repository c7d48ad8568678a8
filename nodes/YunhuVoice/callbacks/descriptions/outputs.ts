import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * Separate Outputs, read as `readBoolean` does. n8n does not resolve an expression inside a collection, and an expression that
 * fails would leave the node without any output.
 */
const IS_SEPARATE = `((written) => {
	try {
		const isExpression = typeof written === 'string' && written.startsWith('=');
		return [true, 'true', 1].includes(isExpression ? $evaluateExpression(written.slice(1)) : written);
	} catch {
		return false;
	}
})($parameter.options?.separateOutputs)`;

/** Whether Events names the campaign status. n8n resolves its expression when it is read, which may fail. */
const HAS_CAMPAIGNS = `(() => {
	try {
		return JSON.stringify($parameter.events ?? '').includes('campaignStatus');
	} catch {
		return false;
	}
})()`;

export const OUTPUTS = `={{ ${IS_SEPARATE} ? [
	{ type: '${NodeConnectionTypes.Main}', displayName: 'Extension Status' },
	{ type: '${NodeConnectionTypes.Main}', displayName: 'Call Record' },
	...(${HAS_CAMPAIGNS} ? [{ type: '${NodeConnectionTypes.Main}', displayName: 'Campaign Status' }] : []),
] : ['${NodeConnectionTypes.Main}'] }}` as const;
