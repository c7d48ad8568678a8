import type { IExecuteFunctions, IN8nHttpFullResponse, INodeProperties } from 'n8n-workflow';
import { textOf } from '../../api/envelope';
import { httpStatusFailure } from '../../api/errors';
import { failureOfError } from '../../api/request';
import { fail, type Failure, succeed } from '../../api/result';
import { optionsFor, shownFor } from '../descriptions';
import { type Execute, type Operation, optionsOf } from '../operation';
import { fileNameFor, findRecording } from './getRecodeFile';

const description: INodeProperties[] = [
	fileNameFor('download'),
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		displayOptions: shownFor('recording', 'download'),
		hint: 'The name of the output binary field to put the file in',
	},
	optionsFor('recording', 'download'),
];

type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** Types a server sends when it does not know better; n8n then goes by the file's name. */
const UNSPECIFIC_TYPES = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** Types of an error page or message; a recording is never one of these. */
const NO_AUDIO = /^(text\/|application\/(json|xml|xhtml))/;

/** The last part of a name, since it becomes a file on somebody's disk. */
const withoutPath = (name: string): string => name.split(/[/\\]/).pop() || 'recording';

const notFetched = (failure: Failure): Failure => ({
	...failure,
	message: `The recording could not be fetched from its link. ${failure.message}`,
	advice: 'Try again: each try asks for a fresh link. Recordings are kept for 3 months.',
});

const NOT_A_RECORDING: Failure = {
	level: 'transport',
	code: 'NOT_A_RECORDING',
	message: 'The link gave text instead of audio',
	advice: '',
};

/** Saves a recording as the item's binary data. The link lives minutes, so it is used at once. */
const execute: Execute = async (context, account, index) => {
	const found = await findRecording(context, account, index);
	if (!found.ok) return found;
	const { link } = found.value;
	const binaryPropertyName = context.getNodeParameter('binaryPropertyName', index) as string;
	try {
		// Without the credential: the link carries its own permission and may lead to another host.
		const file = (await context.helpers.httpRequest({
			url: link.downloadUrl,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: optionsOf(context, index).timeoutSeconds * 1000,
		})) as IN8nHttpFullResponse & { body: Stream };
		const [type = ''] = textOf(file.headers['content-type']).toLowerCase().split(';');
		const problem =
			file.statusCode === 200
				? NO_AUDIO.test(type) && NOT_A_RECORDING
				: httpStatusFailure(file.statusCode);
		if (problem) {
			file.body.destroy();
			return fail(notFetched(problem));
		}
		const data = await context.helpers.prepareBinaryData(
			file.body,
			withoutPath(link.fileName),
			UNSPECIFIC_TYPES.has(type) ? undefined : type,
		);
		return succeed({ json: { ...link }, binary: { [binaryPropertyName]: data } });
	} catch (error) {
		return fail(notFetched(failureOfError(error)));
	}
};

export const download: Operation = { description, execute };
