import type { IExecuteFunctions } from 'n8n-workflow';
import { callService } from '../../api/client';
import { refusalOfNamed } from '../../limits/requests';
import { isObject, parseJson } from '../../shared/json';
import { lookUp } from '../../shared/lookup';
import {
	fail,
	inputFailure,
	MAY_BE_DONE,
	type Result,
	succeed,
	withDoubt,
} from '../../shared/result';
import { isHarmless, isLookUp } from '../../shared/services';
import { textOf } from '../../shared/text';
import { locatorParameter, SERVICE_NAME } from '../locators';
import { type Execute, type Operation } from '../operation';
import {
	booleanParameter,
	collectionParameter,
	optionsOf,
	retryOnFail,
	wantsSimple,
} from '../parameters';
import { FIELDS, properties } from './properties';

const entry = {
	name: 'Send Request',
	value: 'call',
	action: 'Send request to any service',
	description: 'Send a request to any service of the provider, by the service’s name',
};

/** The service may be one that places calls. */
const BEFORE_YOU_REPEAT =
	'Before you send it again, check in the provider’s console whether the request was carried out. If it is safe to send twice, turn on Is Repeatable.';

const ofTheResource = (resource: string, operation: string): string =>
	`Use the operation ${operation} of the resource ${resource}.`;

/**
 * Services that this operation refuses, since an operation or the credential handles them with more care: above all, every
 * service that has an operation that places calls.
 */
const REFUSED: Record<string, string> = {
	'app.sip_auth.login': 'Remove this node: the credential logs in automatically.',
	'app.sip_call.playvoice': ofTheResource('Call', 'Play Voice'),
	'app.sip_call.makecall': ofTheResource('Call', 'Call From Extension'),
	'app.sip_call.doublecall': ofTheResource('Call', 'Connect Two Phones'),
	'app.sip_yccall.taskcreat': ofTheResource('Campaign', 'Create'),
	'app.sip_yccall.taskadd': ofTheResource('Campaign', 'Add Numbers'),
	'app.sip_yccall.taskset': ofTheResource('Campaign', 'Start, Pause or End'),
	'app.sip_yccall.taskcall': ofTheResource('Campaign', 'Redial'),
};

function checkName(name: string): Result<string> {
	if (!/^App\.\w+\.\w+$/.test(name)) {
		return fail(
			inputFailure(
				`Service Name “${name.slice(0, 60)}” is not a valid service name`,
				'Enter the full name, such as App.Sip_Cdr.GetRecodeFile.',
			),
		);
	}
	const hint = lookUp(REFUSED, name.toLowerCase());
	return hint === undefined
		? succeed(name)
		: fail(inputFailure(`This operation does not call ${name}`, hint));
}

/** The user's pairs of name and value, from the list or from JSON. */
function readPairs(context: IExecuteFunctions, index: number): Result<Array<[unknown, unknown]>> {
	if (context.getNodeParameter('specifyFields', index) === 'list') {
		const { field = [] } = collectionParameter(context, FIELDS, index);
		return Array.isArray(field) && field.every(isObject)
			? succeed(field.map(({ name, value }) => [name, value]))
			: fail(
					inputFailure(
						`${FIELDS.displayName} is not a list of names and values`,
						'Correct the expression, or add the fields one by one.',
					),
				);
	}
	const written = context.getNodeParameter('fieldsJson', index) as unknown;
	const parsed = typeof written === 'string' ? parseJson(written) : succeed(written);
	return parsed.ok && isObject(parsed.value)
		? succeed(Object.entries(parsed.value))
		: fail(
				inputFailure('Fields (JSON) is not a JSON object', 'Write it like {"filename": "a.mp3"}.'),
			);
}

/** Form fields as text. Only texts, numbers and booleans can be sent. */
function readFields(context: IExecuteFunctions, index: number): Result<Record<string, string>> {
	const pairs = readPairs(context, index);
	if (!pairs.ok) return pairs;
	const fields = new Map<string, string>();
	for (const [written, value] of pairs.value) {
		const name = textOf(written);
		const problem = /^(service|token)$/i.test(name)
			? 'is filled in by the node'
			: name === ''
				? 'has no name'
				: fields.has(name)
					? 'is there twice'
					: typeof value === 'object' && value !== null
						? 'is neither text nor a number'
						: undefined;
		if (problem) {
			return fail(inputFailure(`The field “${name}” ${problem}`, 'Correct or remove it.'));
		}
		fields.set(name, String(value ?? ''));
	}
	return succeed(Object.fromEntries(fields));
}

/** Calls any service of the provider by its name. For services without an operation of their own. */
const execute: Execute = async (context, account, index) => {
	const service = checkName(locatorParameter(context, SERVICE_NAME, index));
	if (!service.ok) return service;
	const fields = readFields(context, index);
	if (!fields.ok) return fields;
	const refusal = refusalOfNamed(account.credential, service.value, fields.value, Date.now());
	if (refusal) return fail(refusal);
	const isSimple = wantsSimple(context, index);
	const isRepeatable =
		isHarmless(service.value, fields.value) ||
		booleanParameter(context, 'isRepeatable', index, 'Is Repeatable', false);
	if (context.getNode().retryOnFail && !isRepeatable) {
		return fail(
			retryOnFail(
				'send every request of the list again. If that does no harm, turn Is Repeatable on instead',
			),
		);
	}
	const called = await callService(context, account, {
		service: service.value,
		fields: fields.value,
		timeoutSeconds: optionsOf(context, index).timeoutSeconds,
		isRepeatable,
		isList: isLookUp(service.value),
		withoutToken: !booleanParameter(context, 'sendToken', index, 'Send Token', true),
	});
	if (!called.ok) {
		return isRepeatable ? called : fail(withDoubt(called.failure, MAY_BE_DONE, BEFORE_YOU_REPEAT));
	}
	const { answer, data } = called.value;
	if (!isSimple) return succeed({ json: answer });
	const { result = data } = data;
	return succeed({ json: isObject(result) ? result : { result } });
};

export const call: Operation = { entry, properties, execute, done: 'requests answered' };
