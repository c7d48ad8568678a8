import type { YunhuCredential } from '../api/account';
import { SESSION_ONLY } from '../api/login';
import { isObject, parseJson } from '../shared/json';
import { type Failure, inputFailure } from '../shared/result';
import { isLookUp } from '../shared/services';
import { textOf } from '../shared/text';
import { type Limits, readLimits, refusalOfNumber, refusalOfTime } from './limits';

/*
 * Which requests the limits of a credential let out. Every request is asked about right before it is sent.
 */

/** What the limits never keep back: it changes sessions, extensions or groups, or takes numbers out, and calls nobody. */
const CALLS_NOBODY = new Set([
	SESSION_ONLY,
	'app.sip_auth.login',
	'app.sip_auth.logout',
	'app.sip_call.hangupcall',
	'app.sip_extgroup.editextnumber',
	'app.sip_extgroup.addextnumber',
	'app.sip_extgroup.delextnumber',
	'app.sip_yccall.taskdelphone',
]);

const LOGOUT = 'app.sip_auth.logout';
const TASK_SET = 'app.sip_yccall.taskset';

/** The states in which TaskSet leaves a campaign that calls nobody: paused and ended. */
const AT_REST = ['2', '3'];

/** These make a campaign call whose numbers are not in the request. `campaign/` reads them first. */
const CALL_THE_NUMBERS_OF_A_CAMPAIGN = new Set([TASK_SET, 'app.sip_yccall.taskcall']);

/** The form fields of numbers to call. */
const NUMBER_FIELDS = new Set(['destnumber', 'anumber', 'bnumber', 'telphone']);

/** The numbers in a field: one, a list with commas, or the JSON list of a campaign. */
function numbersIn(written: unknown): string[] | undefined {
	const text = textOf(written);
	const parsed = text.startsWith('[') ? parseJson(text) : undefined;
	const entries: unknown = parsed?.ok ? parsed.value : text.split(',');
	if (!Array.isArray(entries) || entries.length === 0) return undefined;
	const numbers = entries.map((entry) => textOf(isObject(entry) ? entry.phone : entry));
	return numbers.every((number) => /^\d+$/.test(number)) ? numbers : undefined;
}

/** A field's name as PHP reads it: in `destnumber[]` it ends before the bracket. */
const nameOf = (written: string): string =>
	written
		.replace(/[[\0].*/s, '')
		.trim()
		.toLowerCase();

/** Every number that a form calls; `undefined` if that cannot be told. */
function numbersOf(form: Record<string, unknown>): string[] | undefined {
	const fields = Object.entries(form)
		.filter(([name]) => NUMBER_FIELDS.has(nameOf(name)))
		.map(([, written]) => numbersIn(written));
	return fields.length > 0 && fields.every((numbers) => numbers !== undefined)
		? fields.flat()
		: undefined;
}

const cannotCheck = (service: string): Failure =>
	inputFailure(
		`The limits in the credential do not allow ${service || 'this request'}: n8n cannot tell which numbers it calls`,
		'With limits set, n8n sends documented look-ups, Logout, and services with the numbers in destnumber, anumber, bnumber or telphone, digits only. Use the operation for this task if there is one.',
	);

function refusalWithin(
	limits: Limits,
	service: string,
	form: Record<string, unknown>,
	now: number,
): Failure | undefined {
	if (!limits.destinations && !limits.hours) return undefined;
	const isCampaign = CALL_THE_NUMBERS_OF_A_CAMPAIGN.has(service.toLowerCase());
	const numbers = isCampaign ? [] : numbersOf(form);
	if (!numbers) return cannotCheck(service);
	const tooLate = refusalOfTime(limits, now);
	if (tooLate || !limits.destinations) return tooLate;
	for (const number of numbers) {
		const refusal = refusalOfNumber(limits, number);
		if (refusal) return refusal;
	}
	return undefined;
}

/**
 * Why a request may not be sent now, if so. It takes whatever a service may do for a call, unless it is known to call nobody.
 *
 * @param body the form, with its `service`. Something else, which another node sends, tells no number and is refused.
 */
export function refusalOf(
	credential: YunhuCredential,
	body: unknown,
	now: number,
): Failure | undefined {
	const form = isObject(body) ? body : {};
	const service = textOf(form.service);
	const name = service.toLowerCase();
	if (isLookUp(name) || CALLS_NOBODY.has(name)) return undefined;
	if (name === TASK_SET && AT_REST.includes(textOf(form.taskstatus))) return undefined;
	const limits = readLimits(credential);
	return limits.ok ? refusalWithin(limits.value, service, form, now) : limits.failure;
}

/** The same for a service that a user has named: of those that call nobody it lets out documented look-ups and Logout alone. */
export function refusalOfNamed(
	credential: YunhuCredential,
	service: string,
	form: Record<string, string>,
	now: number,
): Failure | undefined {
	if (isLookUp(service) || service.toLowerCase() === LOGOUT) return undefined;
	const limits = readLimits(credential);
	return limits.ok ? refusalWithin(limits.value, service, form, now) : limits.failure;
}
