import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { diallingOf } from '../../limits/limits';
import { MAY_BE_DONE, type Result, succeed } from '../../shared/result';
import { cleanNumber } from '../call/number';
import type { Operation } from '../operation';
import { changeOperation } from './change';

const NUMBERS: INodeProperties = {
	displayName: 'Destination Numbers',
	name: 'destinationNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 13333333333, 13333333334',
	description:
		'The numbers to remove, such as 13333333333, separated by commas, semicolons or line breaks. Numbers that have been called stay in the campaign.',
};

/** Not spaces: they can stand inside a number. */
const SEPARATORS = /[,;，；、\r\n]/;

/** The numbers of an item as the provider takes them: a list with commas. */
function readFields(
	context: IExecuteFunctions,
	index: number,
	{ credential }: Account,
): Result<Record<string, string>> {
	const written: unknown = context.getNodeParameter(NUMBERS.name, index, '');
	const entries =
		typeof written === 'string'
			? written.split(SEPARATORS).filter((entry) => entry.trim() !== '')
			: [written].flat();
	const numbers: string[] = [];
	for (const entry of entries.length > 0 ? entries : ['']) {
		const number = cleanNumber(entry, NUMBERS.displayName, diallingOf(credential));
		if (!number.ok) return number;
		numbers.push(number.value);
	}
	return succeed({ telphone: [...new Set(numbers)].join(',') });
}

/** Takes numbers out of a campaign (service taskDelPhone). */
export const removeNumbers: Operation = changeOperation({
	entry: {
		name: 'Remove Numbers',
		value: 'removeNumbers',
		action: 'Remove numbers from campaign',
		description: 'Remove numbers from a campaign before they are called',
	},
	service: 'App.Sip_Yccall.taskDelPhone',
	properties: [NUMBERS],
	readFields,
	doubt: () => MAY_BE_DONE,
	done: 'requests answered',
});
