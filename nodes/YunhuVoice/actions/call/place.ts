import { randomBytes } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callService } from '../../api/client';
import { fail, type Failure, inputFailure, type Result, succeed } from '../../shared/result';
import { toIsoTime } from '../../shared/time';
import { endsInReference, withReference } from '../../waiting/reference';
import { prepareWait, type Wait } from '../../waiting/wait';
import type { Execute, ItemFailure } from '../operation';
import type { PlayVoiceOutput } from '../outputs';
import { booleanParameter, optionsOf, retryOnFail, textFrom, wantsSimple } from '../parameters';
import { cleanDestination } from './destination';

/** Unix seconds as text, as the provider writes them. */
const secondsOf = (milliseconds: number | undefined): string =>
	milliseconds === undefined ? '' : String(Math.floor(milliseconds / 1000));

/** Adds the advice to check for the call before placing it again. */
const withDoubt = (failure: Failure, customData: string): Failure =>
	failure.mayHaveHappened
		? {
				...failure,
				message: `${failure.message}: the call may have been placed (custom data ${customData})`,
				advice: 'Before you call again, look for a call record with this custom data.',
			}
		: failure;

/** The call is placed, but the execution cannot wait for its result. */
const waitFailed = (customData: string): Failure => ({
	level: 'transport',
	code: 'WAIT_FAILED',
	mayHaveHappened: true,
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

/** Reads the form fields of a call, besides its number and its custom data, from an item's parameters and options. */
export type ReadFields = (
	context: IExecuteFunctions,
	index: number,
	options: IDataObject,
) => Result<Record<string, string>>;

/**
 * Makes the `execute` of an operation that places a call: reads and checks everything before anything is sent, sends once, and
 * says of a failed item whether the call may have been placed.
 *
 * @param service full name, such as `App.Sip_Call.PlayVoice`.
 */
export const placeCall =
	(service: string, readFields: ReadFields): Execute =>
	async (context, account, index) => {
		if (context.getNode().retryOnFail) {
			return fail(retryOnFail('place every call of the list again'));
		}
		const { options, timeoutSeconds } = optionsOf(context, index);
		const writtenCustomData = textFrom(options.customData, 'Custom Data');
		const destination = cleanDestination(
			context.getNodeParameter('destinationNumber', index, ''),
			'Destination Number',
		);
		if (!destination.ok) {
			if (writtenCustomData === '') return destination;
			return fail({ ...destination.failure, call: { customData: writtenCustomData } });
		}
		const destinationNumber = destination.value;
		const customData = writtenCustomData || randomBytes(16).toString('hex');
		const zone = account.credential.serverTimeZone;
		const failCall = (failure: Failure): { ok: false; failure: ItemFailure } =>
			fail({
				...failure,
				call: { destinationNumber, customData },
				requestedAt: toIsoTime(secondsOf(failure.sentAt), zone) ?? null,
			});

		if (endsInReference(customData)) {
			return failCall(
				inputFailure(
					'Custom Data contains the wait reference of another call',
					'Use the customData field of the simplified item, not the provider’s customuuid field.',
				),
			);
		}
		const waits = booleanParameter(context, 'waitForResult', index, 'Wait for Result', false);
		const wait = waits ? prepareWait(context, account, index) : undefined;
		if (wait?.ok === false) return failCall(wait.failure);
		const customuuid = wait ? withReference(customData, wait.value.reference) : customData;
		const fields = readFields(context, index, options);
		if (!fields.ok) return failCall(fields.failure);

		// Read before anything is sent: an expression that fails must not hide that the call was placed.
		const isSimple = wantsSimple(context, index);
		const placed = await callService(context, account, {
			service,
			fields: { destnumber: destinationNumber, ...fields.value, customuuid },
			timeoutSeconds,
		});
		if (!placed.ok) return failCall(withDoubt(placed.failure, customData));
		const { answer, desc, requestedAt, respondedAt } = placed.value;
		if (wait && !(await begins(wait.value))) {
			return fail({
				...waitFailed(customData),
				call: { destinationNumber, customData },
				requestedAt: toIsoTime(requestedAt, zone) ?? null,
			});
		}
		if (!isSimple) return succeed({ json: { ...answer, customuuid } });
		return succeed({
			json: {
				accepted: true,
				destinationNumber,
				customData,
				message: desc,
				requestedAt: toIsoTime(requestedAt, zone) ?? null,
				respondedAt: toIsoTime(respondedAt, zone) ?? null,
			} satisfies PlayVoiceOutput,
		});
	};
