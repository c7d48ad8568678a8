import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { type Collection, FAILED, type Reading, readSwitch } from './readings';

/*
 * How triggers read their parameters. An expression that fails must not fail the trigger: n8n would store a failed execution and
 * lose what came in.
 */

type Context = IHookFunctions | IPollFunctions | IWebhookFunctions;

/** Reads a parameter without throwing. */
export function parameterOf(context: Context, name: string): unknown {
	try {
		return context.getNodeParameter(name, null);
	} catch {
		return FAILED;
	}
}

/** Reads a collection of parameters. If one expression fails, the other values still count. */
export function collectionOf(context: Context, name: 'filters' | 'options'): Collection {
	const whole = parameterOf(context, name);
	if (typeof whole === 'object') return { ...whole };
	const fields = Object.keys(context.getNode().parameters[name] ?? {});
	return Object.fromEntries(
		fields.map((field) => [field, parameterOf(context, `${name}.${field}`)]),
	);
}

/** Whether items have the useful fields only, instead of what the provider sent. */
export const simplifies = (context: Context): Reading<boolean> =>
	readSwitch(
		{ simplify: parameterOf(context, 'simplify') },
		{ name: 'simplify', displayName: 'Simplify' },
		true,
	);
