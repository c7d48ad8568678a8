import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService, refusalOfRequest, type ServiceRequest } from '../../api/client';
import { callingZoneOf } from '../../limits/limits';
import { type NodeLimits, readNodeLimits, refusalOfNodeTime } from '../../limits/nodeLimits';
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
import type { PlayVoiceOutput } from '../outputs';
import { booleanParameter, optionsOf, retryOnFail, textFrom, wantsSimple } from '../parameters';
import { isRehearsed } from '../rehearse';
import { cleanNumber } from './number';
import { type Party, readParties } from './parties';
import { CUSTOM_DATA, WAIT_FOR_RESULT } from './placeProperties';
import { type Place, takePlaceIn } from './places';

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

/** What stands for a call that would be placed. */
const rehearsedItem = (
	call: Pick<PlayVoiceOutput, 'destinationNumber' | 'customData'>,
): PlayVoiceOutput & IDataObject => ({
	accepted: false,
	rehearsal: true,
	...call,
	message: null,
	requestedAt: null,
	respondedAt: null,
});

/**
 * Checks a call that is ready to be sent against the limits of the credential and of the node, and takes its place. A rehearsal ends
 * here.
 */
function admit(
	context: IExecuteFunctions,
	account: Account,
	call: ServiceRequest,
	limits: NodeLimits,
	number: string,
	isRehearsal: boolean,
): Result<Place> {
	const refusal = refusalOfRequest(account, call);
	return refusal ? fail(refusal) : takePlaceIn(context, limits, number, isRehearsal);
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
		const isRehearsal = isRehearsed(context, index);
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
		const waits = !isRehearsal && booleanParameter(context, name, index, displayName, false);
		const wait = waits ? prepareWait(context, account, index) : undefined;
		if (wait?.ok === false) return failCall(wait.failure);
		const customuuid = wait ? withReference(customData, wait.value.reference) : customData;
		const fields = readFields(context, index, options);
		if (!fields.ok) return failCall(fields.failure);
		const callerId = readCallerId(options);
		if (!callerId.ok) return failCall(callerId.failure);
		const limits = readNodeLimits(options, callingZoneOf(account.credential));
		if (!limits.ok) return failCall(limits.failure);

		// Read before anything is sent: an expression that fails must not hide that the call was placed.
		const isSimple = wantsSimple(context, index);
		const request: ServiceRequest = {
			service,
			fields: { ...form, ...fields.value, ...callerId.value, customuuid },
			timeoutSeconds,
			refuse: () => refusalOfNodeTime(limits.value, Date.now()),
		};
		const { destinationNumber = '' } = named;
		const place = admit(context, account, request, limits.value, destinationNumber, isRehearsal);
		if (!place.ok) return failCall(place.failure);
		const call = { ...named, destinationNumber, customData };
		if (isRehearsal) return succeed({ json: rehearsedItem(call) });
		const placed = await callService(context, account, request);
		if (!placed.ok) {
			if (placed.failure.sentAt === undefined) place.value.giveBack();
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
				...call,
				message: desc,
				requestedAt: toIsoTime(requestedAt, zone) ?? null,
				respondedAt: toIsoTime(respondedAt, zone) ?? null,
			} satisfies PlayVoiceOutput,
		});
	};
