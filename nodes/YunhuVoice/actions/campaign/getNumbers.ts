import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ListRequest } from '../../api/directory';
import { type Result, succeed } from '../../shared/result';
import { filtersOf, LIMIT, optionsWith, RETURN_ALL, SIMPLIFY } from '../descriptions';
import { CAMPAIGN, campaignParameter } from '../locators';
import type { Operation } from '../operation';
import { choiceFrom, collectionParameter } from '../parameters';
import { ANSWER_TYPE, ANSWER_TYPES_SENT } from './answerType';
import { listInPages } from './lists';
import { numberIdOf, numberOf } from './rows';

const STATE: INodeProperties = {
	displayName: 'State',
	name: 'state',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Called', value: 'called' },
		{ name: 'Not Called', value: 'notCalled' },
	],
	default: 'all',
	description: 'Whether to return the numbers that the campaign has called',
};

/** The provider's numbers in the filter; its answer has codes. */
const STATES = { all: '', notCalled: '1', called: '2' };

const filters = filtersOf('numbers', [
	{ ...ANSWER_TYPE, description: 'How the call has ended' },
	STATE,
]);

function readRequest(context: IExecuteFunctions, index: number): Result<ListRequest> {
	const campaignId = campaignParameter(context, index);
	if (!campaignId.ok) return campaignId;
	const written = collectionParameter(context, filters, index);
	const state = choiceFrom(written[STATE.name] ?? STATE.default, STATE, STATES);
	if (!state.ok) return state;
	const ended = choiceFrom(
		written[ANSWER_TYPE.name] ?? ANSWER_TYPE.default,
		ANSWER_TYPE,
		ANSWER_TYPES_SENT,
	);
	if (!ended.ok) return ended;
	return succeed({
		service: 'App.Sip_Yccall.TaskInfo',
		fields: {
			taskid: campaignId.value,
			...(state.value && { status: state.value }),
			...(ended.value !== 'all' && { answertype: ended.value }),
		},
	});
}

/** Lists the numbers of a campaign (service TaskInfo). */
export const getNumbers: Operation = {
	entry: {
		name: 'Get Numbers',
		value: 'getNumbers',
		action: 'Get numbers of campaign',
		description:
			'List the numbers of a campaign, and what became of each of them: called, answered, missed',
	},
	properties: [CAMPAIGN, RETURN_ALL, LIMIT, filters, SIMPLIFY, optionsWith()],
	execute: listInPages({ readRequest, idOf: numberIdOf, areUnique: false, simplify: numberOf }),
	done: 'lists read',
};
