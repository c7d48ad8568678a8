import type {
	IHookFunctions,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { readCollection } from './collection';
import { isObject } from './json';
import { type Collection, expressionFails, FAILED, type Reading, readSwitch } from './readings';
import { fail, type Result, succeed } from './result';

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

/**
 * Reads a collection of parameters. If one expression fails, the other values still count.
 *
 * @returns a failure if an expression stands for the whole collection and gives none.
 */
export function collectionOf(
	context: Context,
	{ name, displayName }: INodeProperties,
): Result<Collection> {
	const fields = context.getNode().parameters[name];
	if (fields === undefined) return succeed({});
	const whole = parameterOf(context, name);
	if (whole !== FAILED) return readCollection(whole, displayName);
	if (!isObject(fields)) return fail(expressionFails(displayName));
	return succeed(
		Object.fromEntries(
			Object.keys(fields).map((field) => [field, parameterOf(context, `${name}.${field}`)]),
		),
	);
}

/** Whether items have the useful fields only, instead of what the provider sent. */
export const simplifies = (context: Context): Reading<boolean> =>
	readSwitch(
		{ simplify: parameterOf(context, 'simplify') },
		{ name: 'simplify', displayName: 'Simplify' },
		true,
	);
