import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService } from '../../api/client';
import { type Limits, readLimits } from '../../limits/limits';
import { randomId } from '../../shared/random';
import {
	fail,
	type Failure,
	inputFailure,
	type Result,
	succeed,
	withDoubt,
} from '../../shared/result';
import { momentToIsoTime, toIsoTime } from '../../shared/time';
import { endsInReference, withReference } from '../../waiting/reference';
import { prepareWait, type Wait } from '../../waiting/wait';
import { CALLER_ID, locatorContent, locatorValue } from '../locators';
import type { Execute, ItemFailure } from '../operation';
import type { ConnectTwoPhonesOutput, PlayVoiceOutput } from '../outputs';
import { booleanParameter, optionsOf, retryOnFail, textFrom, wantsSimple } from '../parameters';
import { cleanDestination } from './destination';
import { cleanNumber } from './number';
import { CUSTOM_DATA, DESTINATION_NUMBER, WAIT_FOR_RESULT } from './placeProperties';

/** Who takes part in a call, as items name them. */
type Parties = Pick<ConnectTwoPhonesOutput, 'extension' | 'firstNumber' | 'destinationNumber'>;

/** Somebody who takes part in a call. */
export interface Party {
	/** The name in items. */
	key: keyof Parties;
	/** The provider's form field. */
	field: string;
	read: (context: IExecuteFunctions, index: number, limits: Result<Limits>) => Result<string>;
}

/** Somebody whose number the provider dials. An emergency number is refused. */
export const dialled = (
	key: Party['key'],
	{ name, displayName }: INodeProperties,
	field: string,
): Party => ({
	key,
	field,
	read: (context, index, limits) =>
		cleanDestination(context.getNodeParameter(name, index, ''), displayName, limits),
});

/** The person called, whose number is in the provider's field of this name. */
export const destinationIn = (field: string): Party =>
	dialled('destinationNumber', DESTINATION_NUMBER, field);

/** Reads the form fields of a call that not every call has, from an item's parameters and options. */
export type ReadFields = (
	context: IExecuteFunctions,
	index: number,
	options: IDataObject,
) => Result<Record<string, string>>;

/** What distinguishes the operations that place calls. */
interface CallKind {
	/** Full name, such as `App.Sip_Call.PlayVoice`. */
	service: string;
	parties: Party[];
	readFields: ReadFields;
}

/** Reads all parties, so that a failed item names those that are right. The first one that is wrong is the failure. */
function readParties(
	parties: Party[],
	context: IExecuteFunctions,
	account: Account,
	index: number,
): { named: Partial<Parties>; form: Record<string, string>; failure: Failure | undefined } {
	const limits = readLimits(account.credential);
	const numbers = parties.map(({ key, field, read }) => ({
		key,
		field,
		read: read(context, index, limits),
	}));
	const right = numbers.flatMap(({ key, field, read }) =>
		read.ok ? { key, field, value: read.value } : [],
	);
	const wrong = numbers.flatMap(({ read }) => (read.ok ? [] : read.failure));
	return {
		named: Object.fromEntries(right.map(({ key, value }) => [key, value])),
		form: Object.fromEntries(right.map(({ field, value }) => [field, value])),
		failure: wrong[0],
	};
}

/** The caller ID as a form field; without one the provider chooses. */
function readCallerId({ callerId }: IDataObject): Result<Record<string, string>> {
	if (locatorValue(callerId, CALLER_ID) === '') return succeed({});
	const number = cleanNumber(locatorContent(callerId), CALLER_ID.displayName);
	return number.ok ? succeed({ disnumber: number.value }) : number;
}

/** Refuses the custom data of a call that a workflow waits for: the callbacks of another call would wake it. */
export const checkCustomData = (customData: string): Failure | undefined =>
	endsInReference(customData)
		? inputFailure(
				'Custom Data contains the wait reference of another call',
				'Use the customData field of the simplified item, not the provider’s customuuid field.',
			)
		: undefined;

/** The call is placed, but the execution cannot wait for its result. */
const waitFailed = (customData: string, sentAt: number): Failure => ({
	level: 'transport',
	code: 'WAIT_FAILED',
	mayHaveHappened: true,
	sentAt,
	message: `The call was placed, but n8n could not make the workflow wait for its result (custom data ${customData})`,
	advice:
		'Do not call again. The call record with this custom data reaches the Yunhu Voice Trigger.',
});

/** Puts the execution to sleep. An error must not look as if the call had not been placed. */
async function begins(wait: Wait): Promise<boolean> {
	try {
		await wait.begin();
		return true;
	} catch {
		return false;
	}
}

/**
 * Makes the `execute` of an operation that places a call: reads and checks everything before anything is sent, sends once, and
 * says of a failed item whether the call may have been placed.
 */
export const placeCall =
	({ service, parties, readFields }: CallKind): Execute =>
	async (context, account, index) => {
		if (context.getNode().retryOnFail) {
			return fail(retryOnFail('place every call of the list again'));
		}
		const { options, timeoutSeconds } = optionsOf(context, index);
		const writtenCustomData = textFrom(options.customData, CUSTOM_DATA.displayName);
		const { named, form, failure } = readParties(parties, context, account, index);
		if (failure) {
			const call = writtenCustomData ? { ...named, customData: writtenCustomData } : named;
			return fail({ ...failure, call });
		}
		const customData = writtenCustomData || randomId();
		const zone = account.credential.serverTimeZone;
		const failCall = (problem: Failure): { ok: false; failure: ItemFailure } =>
			fail({
				...problem,
				call: { ...named, customData },
				requestedAt: momentToIsoTime(problem.sentAt, zone),
			});

		const wrongData = checkCustomData(customData);
		if (wrongData) return failCall(wrongData);
		const { name, displayName } = WAIT_FOR_RESULT;
		const waits = booleanParameter(context, name, index, displayName, false);
		const wait = waits ? prepareWait(context, account, index) : undefined;
		if (wait?.ok === false) return failCall(wait.failure);
		const customuuid = wait ? withReference(customData, wait.value.reference) : customData;
		const fields = readFields(context, index, options);
		if (!fields.ok) return failCall(fields.failure);
		const callerId = readCallerId(options);
		if (!callerId.ok) return failCall(callerId.failure);

		// Read before anything is sent: an expression that fails must not hide that the call was placed.
		const isSimple = wantsSimple(context, index);
		const placed = await callService(context, account, {
			service,
			fields: { ...form, ...fields.value, ...callerId.value, customuuid },
			timeoutSeconds,
		});
		if (!placed.ok) {
			return failCall(
				withDoubt(
					placed.failure,
					`the call may have been placed (custom data ${customData})`,
					'Before you call again, look for a call record with this custom data: the operation Check If Placed does so.',
				),
			);
		}
		const { answer, desc, requestedAt, respondedAt, sentAt } = placed.value;
		if (wait && !(await begins(wait.value))) return failCall(waitFailed(customData, sentAt));
		if (!isSimple) return succeed({ json: { ...answer, customuuid } });
		return succeed({
			json: {
				accepted: true,
				...named,
				customData,
				message: desc,
				requestedAt: toIsoTime(requestedAt, zone) ?? null,
				respondedAt: toIsoTime(respondedAt, zone) ?? null,
			} satisfies Omit<PlayVoiceOutput, 'destinationNumber'>,
		});
	};
