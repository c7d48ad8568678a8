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
		'The recording’s file name as the call record gives it: recording.fileName of the Yunhu Voice Trigger',
};

const entry = {
	name: 'Get Recording File (GetRecodeFile)',
	value: 'getRecodeFile',
	action: 'Get the link of a recording file',
	description: 'Get the download link of a recording; it works for some minutes',
};

const properties: INodeProperties[] = [FILE_NAME, SIMPLIFY, optionsWith()];

/** The provider has several ways to say this; see also Wait for Recording. */
const NO_LINK: Failure = {
	...answerIsNotYunhu('NO_RESULT'),
	message:
		'The provider has no link for this recording: it is not available yet, or it was deleted',
	advice:
		'Shortly after a call, use the Download operation with its Wait for Recording option. The provider keeps recordings for 3 months.',
};

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
	if (!found.ok) return found;
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
