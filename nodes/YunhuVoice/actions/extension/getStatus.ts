import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { type Result, succeed } from '../../shared/result';
import { splitList } from '../../shared/text';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { cleanExtension } from '../locators';
import type { Operation } from '../operation';
import { filledIn, textParameter } from '../parameters';
import { listRows } from '../rows';
import { extensionStatusOf } from './rows';

const EXTENSIONS: INodeProperties = {
	displayName: 'Extensions',
	name: 'extensions',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 20280003, 20280004',
	description: 'The numbers of one or more extensions, such as 20280003, separated by commas',
};

/** Reads the extensions, each once, as the provider's comma list. */
function readExtensions(context: IExecuteFunctions, index: number): Result<string> {
	const { name, displayName } = EXTENSIONS;
	const extensions = splitList(textParameter(context, name, index, displayName));
	const wrong = extensions
		.map((extension) => cleanExtension(extension, displayName))
		.find(({ ok }) => !ok);
	return wrong ?? filledIn([...new Set(extensions)].join(','), displayName);
}

/** Tells what extensions are doing now (service GetSipCallStatus). */
export const getStatus: Operation = {
	entry: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get status of extensions',
		description:
			'See what extensions are doing now: whether each one is free, ringing or in a call, and with whom',
	},
	properties: [EXTENSIONS, SIMPLIFY, optionsWith()],
	execute: listRows((context, index) => {
		const extnumber = readExtensions(context, index);
		return extnumber.ok
			? succeed({
					service: 'App.Sip_Status.GetSipCallStatus',
					fields: { extnumber: extnumber.value },
				})
			: extnumber;
	}, extensionStatusOf),
	done: 'requests answered',
};
