import {
	type IBinaryData,
	type IExecuteFunctions,
	type IN8nHttpFullResponse,
	type INodeProperties,
	sleep,
} from 'n8n-workflow';
import { textOf } from '../../api/envelope';
import { httpStatusFailure } from '../../api/errors';
import { type Account, failureOfError, insist } from '../../api/request';
import { fail, type Failure, type Result, succeed } from '../../api/result';
import { type NumberProperty, optionsFor, shownFor } from '../descriptions';
import { type Execute, numberOf, type Operation, optionsOf } from '../operation';
import type { RecordingOutput } from '../outputs';
import { fileNameFor, findRecording } from './getRecodeFile';

const LARGEST_FILE: NumberProperty = {
	displayName: 'Largest File (MB)',
	name: 'maxSizeMb',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'A larger recording is an error instead of a file; 0 for no limit',
};

const WAIT_FOR_RECORDING: NumberProperty = {
	displayName: 'Wait for Recording (Seconds)',
	name: 'waitForRecordingSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 3600 },
	default: 0,
	description:
		'How long to try again while the recording is not there yet, as in the first seconds after a call',
};

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
	optionsFor('recording', 'download', [LARGEST_FILE, WAIT_FOR_RECORDING]),
];

type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** Types a server sends when it does not know better; n8n then goes by the file's name. */
const UNSPECIFIC_TYPES = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** Types of an error page or message; a recording is never one of these. */
const NO_AUDIO = /^(text\/|application\/(json|xml|xhtml))/;

/** The last part of a name, since it becomes a file on somebody's disk. */
const withoutPath = (name: string): string => name.split(/[/\\]/).pop() || 'recording';

const NOT_FETCHED = 'The recording could not be fetched from its link';

const notFetched = (failure: Failure): Failure => ({
	...failure,
	message: `${NOT_FETCHED}. ${failure.message}`,
	advice: 'Try again: each try asks for a fresh link. Recordings are kept for 3 months.',
});

const NOT_A_RECORDING: Failure = {
	level: 'transport',
	code: 'NOT_A_RECORDING',
	message: 'The link gave text instead of audio',
	advice: '',
};

const NOT_A_WEB_ADDRESS: Failure = {
	level: 'transport',
	code: 'NOT_A_WEB_ADDRESS',
	message: 'The link is no web address',
	advice: '',
};

class TooLarge extends Error {}

/** Passes a file on until it is larger than it may be. The length that a server tells need not be true. */
function limited(file: Stream, maxSizeMb: number): Stream {
	if (maxSizeMb <= 0) return file;
	let left = maxSizeMb * 1_000_000;
	return file.map((chunk: Buffer) => {
		left -= chunk.length;
		if (left < 0) throw new TooLarge();
		return chunk;
	});
}

const tooLarge = (maxSizeMb: number): Failure => ({
	level: 'transport',
	code: 'TOO_LARGE',
	message: `The recording is larger than ${maxSizeMb} MB`,
	advice: 'Raise Largest File in the options, or leave such recordings out.',
});

/** Fetches a recording by a fresh link: it lives minutes, so it is used at once. */
async function fetchRecording(
	context: IExecuteFunctions,
	account: Account,
	index: number,
): Promise<Result<{ link: RecordingOutput; data: IBinaryData }>> {
	const { options, timeoutSeconds } = optionsOf(context, index);
	const maxSizeMb = numberOf(options.maxSizeMb, LARGEST_FILE);
	const found = await findRecording(context, account, index);
	if (!found.ok) return found;
	const { link } = found.value;
	if (!/^https?:\/\//i.test(link.downloadUrl)) return fail(notFetched(NOT_A_WEB_ADDRESS));
	try {
		// Without the credential: the link carries its own permission and may lead to another host.
		const file = (await context.helpers.httpRequest({
			url: link.downloadUrl,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: timeoutSeconds * 1000,
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
			limited(file.body, maxSizeMb),
			withoutPath(link.fileName),
			UNSPECIFIC_TYPES.has(type) ? undefined : type,
		);
		return succeed({ link, data });
	} catch (error) {
		return fail(
			error instanceof TooLarge ? tooLarge(maxSizeMb) : notFetched(failureOfError(error)),
		);
	}
}

/** Between two looks at a recording that is not there yet. Milliseconds. */
const LOOK_AGAIN = 3_000;

const wasNotFetched = ({ message }: Failure): boolean => message.startsWith(NOT_FETCHED);

/** Saves a recording as the item's binary data. */
const execute: Execute = async (context, account, index) => {
	const binaryPropertyName = context.getNodeParameter('binaryPropertyName', index) as string;
	const waitSeconds = numberOf(
		optionsOf(context, index).options.waitForRecordingSeconds,
		WAIT_FOR_RECORDING,
	);
	const attempt = async () =>
		await insist(async () => await fetchRecording(context, account, index), wasNotFetched);

	const lastLook = Date.now() + waitSeconds * 1000 - LOOK_AGAIN;
	let fetched = await attempt();
	while (
		!fetched.ok &&
		(wasNotFetched(fetched.failure) || fetched.failure.level === 'status') &&
		Date.now() <= lastLook &&
		!context.getExecutionCancelSignal()?.aborted
	) {
		await sleep(LOOK_AGAIN);
		fetched = await attempt();
	}
	if (!fetched.ok) return fetched;
	const { link, data } = fetched.value;
	return succeed({ json: { ...link }, binary: { [binaryPropertyName]: data } });
};

export const download: Operation = { description, execute, done: 'recordings fetched' };
