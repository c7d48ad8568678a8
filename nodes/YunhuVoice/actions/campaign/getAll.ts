import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { ListRequest } from '../../api/directory';
import { Fields } from '../../shared/fields';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { toProviderTime } from '../../shared/time';
import { filtersOf, LIMIT, optionsWith, RETURN_ALL, SIMPLIFY, describeTime } from '../descriptions';
import type { Operation } from '../operation';
import { choiceFrom, collectionParameter, textOptions, timeFrom } from '../parameters';
import { listInPages } from './lists';
import { campaignOf } from './rows';

const CAMPAIGN_NAME: INodeProperties = {
	displayName: 'Campaign Name',
	name: 'campaignName',
	type: 'string',
	default: '',
	description: 'The name the campaign was created with, such as Spring offer',
};

const CREATED_AFTER: INodeProperties = {
	displayName: 'Created After',
	name: 'createdAfter',
	type: 'dateTime',
	default: '',
	description: describeTime('Only campaigns created at or after this time'),
};

const CREATED_BEFORE: INodeProperties = {
	displayName: 'Created Before',
	name: 'createdBefore',
	type: 'dateTime',
	default: '',
	description: describeTime('Only campaigns created at or before this time'),
};

const CUSTOM_CAMPAIGN_ID: INodeProperties = {
	displayName: 'Custom Campaign ID',
	name: 'customCampaignId',
	type: 'string',
	default: '',
	description: 'Your own ID the campaign was created with, such as spring-2026',
};

const STATUS: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any' },
		{ name: 'Ended', value: 'ended' },
		{ name: 'New', value: 'new' },
		{ name: 'Paused', value: 'paused' },
		{ name: 'Running', value: 'running' },
	],
	default: 'any',
	description: 'Which campaigns to return',
};

/** The provider's numbers in the filter; its answer has codes. */
const STATUSES = { any: '', new: '0', running: '1', paused: '2', ended: '3' };

/** The provider's fields of the filters that are text. */
const TEXT_FILTERS = { taskname: CAMPAIGN_NAME, customtaskid: CUSTOM_CAMPAIGN_ID };

const filters = filtersOf('campaigns', [
	CAMPAIGN_NAME,
	CREATED_AFTER,
	CREATED_BEFORE,
	CUSTOM_CAMPAIGN_ID,
	STATUS,
]);

function readRequest(
	context: IExecuteFunctions,
	index: number,
	{ credential }: Account,
): Result<ListRequest> {
	const written = collectionParameter(context, filters, index);
	const status = choiceFrom(written[STATUS.name] ?? STATUS.default, STATUS, STATUSES);
	if (!status.ok) return status;
	const moment = ({ name, displayName }: INodeProperties) =>
		timeFrom(context, written[name], displayName);
	const [after, before] = [moment(CREATED_AFTER), moment(CREATED_BEFORE)];
	if (after !== undefined && before !== undefined && before < after) {
		return fail(
			inputFailure('Created Before is earlier than Created After', 'Correct the two times.'),
		);
	}
	const zone = credential.serverTimeZone;
	return succeed({
		service: 'App.Sip_Yccall.TaskList',
		fields: {
			...textOptions(written, TEXT_FILTERS),
			...(status.value && { status: status.value }),
			...(after !== undefined && { createtime: toProviderTime(after, zone) }),
			...(before !== undefined && { endtime: toProviderTime(before, zone) }),
		},
	});
}

/** Lists the campaigns of the account (service TaskList). */
export const getAll: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many campaigns',
		description: 'List the campaigns of the account',
	},
	properties: [RETURN_ALL, LIMIT, filters, SIMPLIFY, optionsWith()],
	execute: listInPages({
		readRequest,
		idOf: (row) => new Fields(row).text('taskid') ?? JSON.stringify(row),
		simplify: campaignOf,
	}),
	done: 'lists read',
};
