import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { type Account, NOT_STARTED } from '../../api/account';
import { refusedByN8n } from '../../api/errors';
import { isCancelled, retry, transientPolicy } from '../../api/retry';
import { fail, type Failure, type Result, succeed } from '../../shared/result';
import { sleepUntil } from '../../shared/sleep';
import { type NumberProperty, optionsWith } from '../descriptions';
import type { Execute, Operation } from '../operation';
import type { RecordingOutput } from '../outputs';
import { numberOf, optionsOf } from '../parameters';
import { CANCELLED, saveRecording } from './file';
import { FILE_NAME, findRecording } from './getRecodeFile';

const LARGEST_FILE: NumberProperty = {
	displayName: 'Largest File (MB)',
	name: 'maxSizeMb',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'The node reports an error for a recording of more MB than this, such as 25; 0 for no limit',
};

const WAIT_FOR_RECORDING: NumberProperty = {
	displayName: 'Wait for Recording (Seconds)',
	name: 'waitForRecordingSeconds',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 3600 },
	default: 0,
	description:
		'How many seconds to keep trying until the recording is available, 0 to 3600. After a call, it can take some seconds.',
};

const entry = {
	name: 'Download',
	value: 'download',
	action: 'Download recording',
	description: 'Get a recording as a file',
};

const properties: INodeProperties[] = [
	FILE_NAME,
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		description: 'The name of the output binary field to put the file in, such as data',
		hint: 'The name of the output binary field to put the file in',
	},
	optionsWith([LARGEST_FILE, WAIT_FOR_RECORDING]),
];

/** Asks for a fresh link and downloads the recording at once, since the link is valid for minutes only. */
async function fetchRecording(
	context: IExecuteFunctions,
	account: Account,
	index: number,
): Promise<Result<{ link: RecordingOutput; data: IBinaryData }>> {
	const { options, timeoutSeconds } = optionsOf(context, index);
	const maxSizeMb = numberOf(options.maxSizeMb, LARGEST_FILE);
	const found = await findRecording(context, account, index);
	// Looking up the link has used up its own retries.
	if (!found.ok) return fail({ ...found.failure, isTransient: false });
	const { link } = found.value;
	const data = await saveRecording(context, link, { maxSizeMb, timeoutSeconds });
	return data.ok ? succeed({ link, data: data.value }) : data;
}

/** Pause between two requests for a recording that is not there yet. */
const LOOK_AGAIN_MS = 3_000;

/** Whether a recording may be there later. The provider has several ways to say "not yet". */
const mayComeYet = ({ level, code, forAll }: Failure): boolean =>
	!forAll &&
	(level === 'status' || level === 'transport') &&
	!['TOO_LARGE', CANCELLED, NOT_STARTED, refusedByN8n.code].includes(code);

/** Saves a recording as the item's binary data. */
const execute: Execute = async (context, account, index) => {
	const binaryPropertyName = context.getNodeParameter('binaryPropertyName', index) as string;
	const waitSeconds = numberOf(
		optionsOf(context, index).options.waitForRecordingSeconds,
		WAIT_FOR_RECORDING,
	);
	const attempt = async () =>
		await retry(
			context,
			async () => await fetchRecording(context, account, index),
			transientPolicy(),
		);
	const hasEnded = () => isCancelled(context);

	const deadline = Date.now() + waitSeconds * 1000;
	let fetched = await attempt();
	while (!fetched.ok && mayComeYet(fetched.failure) && !hasEnded()) {
		const { retryAfterSeconds = 0 } = fetched.failure;
		if (Date.now() + retryAfterSeconds * 1000 >= deadline) break;
		const pauseMs = Math.max(LOOK_AGAIN_MS, retryAfterSeconds * 1000);
		// The last request is sent at the end of the wait, however short it is.
		await sleepUntil(Math.min(Date.now() + pauseMs, deadline), hasEnded);
		if (!hasEnded()) fetched = await attempt();
	}
	if (!fetched.ok) return fetched;
	const { link, data } = fetched.value;
	return succeed({ json: { ...link }, binary: { [binaryPropertyName]: data } });
};

export const download: Operation = { entry, properties, execute, done: 'recordings fetched' };
