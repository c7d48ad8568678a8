import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail, inputFailure, type Result } from '../shared/result';
import { plain } from '../shared/text';
import { filledIn, textFrom } from './parameters';

/*
 * n8n's resource locators: choose from a searchable list, or type. `lists/` searches; its method names are the ones below.
 */

interface LocatorProperty extends INodeProperties {
	type: 'resourceLocator';
}

const locatorOf = (
	property: Omit<LocatorProperty, 'type' | 'default' | 'modes'>,
	searchListMethod: string,
	typed: { name: 'id' | 'name'; displayName: string; placeholder: string },
): LocatorProperty => ({
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod, searchable: true },
		},
		{ type: 'string', ...typed },
	],
	...property,
});

const BY_NUMBER = { name: 'id', displayName: 'By Number', placeholder: 'e.g. 20280003' } as const;
const BY_NAME = { name: 'name', displayName: 'By Name', placeholder: 'e.g. extGroup-1' } as const;

export const EXTENSION = locatorOf(
	{
		displayName: 'Extension',
		name: 'extension',
		required: true,
		description: 'The extension, chosen from the list or typed as its number, such as 20280003',
	},
	'searchExtensions',
	BY_NUMBER,
);

export const GROUP = locatorOf(
	{
		displayName: 'Extension Group',
		name: 'group',
		required: true,
		description:
			'The extension group, chosen from the list or typed as its name, such as extGroup-1',
	},
	'searchGroups',
	BY_NAME,
);

export const TRANSFER_TO = locatorOf(
	{
		displayName: 'Transfer To',
		name: 'transferTo',
		required: true,
		description:
			'The extension group or extension that takes the call, such as extGroup-1 or 20280003',
	},
	'searchTransferTargets',
	{ name: 'id', displayName: 'By Name or Number', placeholder: 'e.g. extGroup-1' },
);

export const CALLER_ID = locatorOf(
	{
		displayName: 'Caller ID',
		name: 'callerId',
		description:
			'The number shown to the person called, such as 02566823420. If empty, the provider chooses one.',
	},
	'searchCallerIds',
	{ ...BY_NUMBER, placeholder: 'e.g. 02566823420' },
);

export const CAMPAIGN = locatorOf(
	{
		displayName: 'Campaign',
		name: 'campaign',
		required: true,
		description:
			'The campaign, chosen from the list or typed as its ID, such as 20240101000000000001',
	},
	'searchCampaigns',
	{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 20240101000000000001' },
);

export const SERVICE_NAME = locatorOf(
	{
		displayName: 'Service Name',
		name: 'serviceName',
		required: true,
		description:
			'A known service from the list, which shows its fields (those with a question mark can be left out), or the full name of any other, such as App.Sip_Cdr.GetRecodeFile',
	},
	'searchServices',
	{ name: 'name', displayName: 'By Name', placeholder: 'e.g. App.Sip_Cdr.GetRecodeFile' },
);

/**
 * The value of a locator, trimmed. An expression can return plain text instead of a locator.
 *
 * @throws if it has no text form.
 */
export const locatorParameter = (
	context: IExecuteFunctions,
	{ name, displayName }: LocatorProperty,
	index: number,
): string =>
	textFrom(context.getNodeParameter(name, index, '', { extractValue: true }), displayName);

/** An extension to be sent, without what typing can add. Extensions consist of digits only. */
export const cleanExtension = (written: string, label: string): Result<string> => {
	const filled = filledIn(plain(written), label);
	return !filled.ok || /^\d+$/.test(filled.value)
		? filled
		: fail(
				inputFailure(
					`${label} contains “${filled.value.slice(0, 60)}”, which is not a valid extension`,
					'Enter digits only, such as 20280003.',
				),
			);
};

/** The extension of an item. */
export const extensionParameter = (context: IExecuteFunctions, index: number): Result<string> =>
	cleanExtension(locatorParameter(context, EXTENSION, index), EXTENSION.displayName);

/** The extension group of an item, by its name. */
export const groupParameter = (context: IExecuteFunctions, index: number): Result<string> =>
	filledIn(locatorParameter(context, GROUP, index), GROUP.displayName);

/** The campaign of an item, by its ID: its digits are more than a number of JavaScript keeps. */
export function campaignParameter(context: IExecuteFunctions, index: number): Result<string> {
	const { name, displayName } = CAMPAIGN;
	const written: unknown = context.getNodeParameter(name, index, '', { extractValue: true });
	if (typeof written === 'number' && !Number.isSafeInteger(written)) {
		return fail(
			inputFailure(
				`${displayName} is a number that has lost its last digits`,
				'Pass the campaign ID as text, as the operation Create returns it.',
			),
		);
	}
	const id = filledIn(plain(textFrom(written, displayName)), displayName);
	return !id.ok || /^[\w-]+$/.test(id.value)
		? id
		: fail(
				inputFailure(
					`${displayName} contains “${id.value.slice(0, 60)}”, which is not a valid campaign ID`,
					'Enter one ID, such as 20240101000000000001, as the operation Create returns it.',
				),
			);
}

/** What a locator inside a collection holds: n8n extracts values only from parameters of their own. */
export const locatorContent = (written: unknown): unknown =>
	typeof written === 'object' && written !== null && 'value' in written ? written.value : written;

/** The same as text, trimmed. */
export const locatorValue = (written: unknown, { displayName }: LocatorProperty): string =>
	textFrom(locatorContent(written), displayName);
