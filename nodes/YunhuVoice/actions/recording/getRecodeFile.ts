import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { type Account } from '../../api/account';
import { callService } from '../../api/client';
import type { Envelope } from '../../api/envelope';
import { answerIsNotYunhu } from '../../api/errors';
import { fail, type Failure, inputFailure, type Result, succeed } from '../../shared/result';
import { textOf } from '../../shared/text';
import { expiryToIsoTime } from '../../shared/time';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { type Execute, type Operation } from '../operation';
import type { RecordingOutput } from '../outputs';
import { optionsOf, textParameter, wantsSimple } from '../parameters';

/** The parameter that names a recording. */
export const FILE_NAME: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 20200209-123251-85781218893.mp3',
	description:
		'The recording’s file name as the call record gives it in recording.fileName, such as 20200209-123251-85781218893.mp3',
	builderHint: {
		propertyHint:
			'Read it from the recording.fileName field of a call record; recording is null where nothing was recorded, so filter out such items first.',
	},
};

const entry = {
	name: 'Get Link',
	value: 'getRecodeFile',
	action: 'Get link of recording',
	description: 'Get the download link of a recording; it works for some minutes',
};

const properties: INodeProperties[] = [FILE_NAME, SIMPLIFY, optionsWith()];

/** What the provider's several ways to say it mean; see also Wait for Recording. */
const NO_RECORDING = {
	message:
		'The provider has no recording with this file name: it is not available yet, or it was deleted after 3 months',
	advice:
		'Shortly after a call, use the operation Download with the option Wait for Recording (Seconds). For an older call, check File Name: recording.fileName of the call record.',
};

const NO_LINK: Failure = { ...answerIsNotYunhu('NO_RESULT'), ...NO_RECORDING };

/** Status codes that mean it here: Abnormal Operation, Operation Failed, File Does Not Exist. */
const MISSING = ['1002', '1003', '1029'];

/** In the list of codes they stand for more than a missing recording. */
const explained = (failure: Failure): Failure =>
	failure.level === 'status' && MISSING.includes(failure.code)
		? {
				...failure,
				...NO_RECORDING,
				message: `${NO_RECORDING.message} (code ${failure.code})`,
			}
		: failure;

/** Asks for a recording's download link (provider page "Call recording download link"). */
export async function findRecording(
	context: IExecuteFunctions,
	account: Account,
	index: number,
): Promise<Result<{ link: RecordingOutput; envelope: Envelope }>> {
	const fileName = textParameter(context, 'fileName', index, 'File Name');
	if (fileName === '') {
		return fail(
			inputFailure(
				'File Name is empty',
				'A call without a recording has no file name. Filter out such calls before this node.',
			),
		);
	}
	const found = await callService(context, account, {
		service: 'App.Sip_Cdr.GetRecodeFile',
		fields: { filename: fileName },
		timeoutSeconds: optionsOf(context, index).timeoutSeconds,
		isRepeatable: true,
	});
	if (!found.ok) return fail(explained(found.failure));
	const { result, desc } = found.value;
	const downloadUrl = textOf(result.downurl);
	if (downloadUrl === '') return fail(NO_LINK);
	const expiresAt = expiryToIsoTime(textOf(result.expiredtime), account.credential.serverTimeZone);
	return succeed({
		link: { fileName, downloadUrl, expiresAt, message: desc },
		envelope: found.value,
	});
}

/** Gives the link of a recording. */
const execute: Execute = async (context, account, index) => {
	const found = await findRecording(context, account, index);
	if (!found.ok) return found;
	const { link, envelope } = found.value;
	return succeed({ json: wantsSimple(context, index) ? { ...link } : envelope.answer });
};

export const getRecodeFile: Operation = { entry, properties, execute, done: 'links found' };
