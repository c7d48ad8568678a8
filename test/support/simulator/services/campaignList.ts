/** App.Sip_Yccall, look-ups: campaigns and their numbers (services.md 6c, 6d). */

import type { Campaign, CampaignNumber } from '../accountTypes';
import { operationError, success } from '../answers';
import { needed, numbers, oneOf, optional, time } from '../rules';
import type { Read, Service, Services, World } from '../world';
import { STATUS_CODES } from './campaign';
import { pageOf, paging } from './paging';

const MISSING_TASK = 1024;
const NOT_CALLED = 1035;
const CALLED = 1036;

const isSame = (value: string | number, wanted: string) =>
	wanted === '' || String(value) === wanted;
const isListed = (value: string, wanted: string) =>
	wanted === '' || wanted.split(',').includes(value);

/** The rows of an answer, as PHP's JSON_NUMERIC_CHECK writes them if that is wanted. */
const written = (rows: object[], { settings }: World): object[] =>
	settings.numericTextsAsNumbers
		? rows.map((row) =>
				Object.fromEntries(
					Object.entries(row).map(([key, value]: [string, unknown]) => [
						key,
						typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
					]),
				),
			)
		: rows;

/** The answer's `status` is a code, the filter's 0 to 3. `nowscale` is empty, as in the sample. */
function campaignRow(campaign: Campaign, { settings }: World) {
	return {
		taskid: campaign.taskid,
		taskname: campaign.taskname,
		taskassign: campaign.assignagent,
		starttime: campaign.starttime,
		taskscale: campaign.taskscale,
		nowscale: '',
		disnumber: campaign.disnumber,
		status: STATUS_CODES[campaign.status],
		createtime: campaign.createtime,
		...(settings.customTaskIdInList && { customtaskid: campaign.customtaskid }),
	};
}

const taskList: Service = {
	fields: {
		token: needed,
		createtime: optional(time),
		endtime: optional(time),
		taskid: optional(numbers),
		taskname: optional(),
		status: optional(oneOf(0, 1, 2, 3)),
		tasktype: optional(oneOf('transfer', 'groups')),
		taskobject: optional(),
		customtaskid: optional(),
		...paging,
	},
	serve: (read, world) => {
		const found = world.campaigns.rows.filter(
			(campaign) =>
				campaign.createtime >= read('createtime') &&
				(read('endtime') === '' || campaign.createtime <= read('endtime')) &&
				isListed(campaign.taskid, read('taskid')) &&
				isSame(campaign.taskname, read('taskname')) &&
				isSame(campaign.status, read('status')) &&
				isSame(campaign.assigntype === 1 ? 'transfer' : 'groups', read('tasktype')) &&
				(read('taskobject') === '' || isListed(read('taskobject'), campaign.assignagent)) &&
				isSame(campaign.customtaskid, read('customtaskid')),
		);
		const { rows, ...page } = pageOf(found, read);
		return success('获取成功', {
			...page,
			task: written(
				rows.map((row) => campaignRow(row, world)),
				world,
			),
		});
	},
};

function numberRow(taskid: string, number: CampaignNumber) {
	return {
		taskid,
		telphone: number.phone,
		userid: number.userid,
		memberid: number.memberid,
		chengshudu: number.chengshudu,
		customuuid: number.customuuid,
		status: number.called ? CALLED : NOT_CALLED,
		extnumber: number.extnumber,
		answered: number.answered,
		answertype: number.answertype,
	};
}

/** The filter's `status` is 1 or 2, not the answer's code. */
function isWanted({ called, answered, answertype }: CampaignNumber, read: Read): boolean {
	return (
		isSame(called ? 2 : 1, read('status')) &&
		isSame(answered ?? '', read('answered')) &&
		isSame(answertype ?? '', read('answertype'))
	);
}

const taskInfo: Service = {
	fields: {
		token: needed,
		taskid: numbers,
		status: optional(oneOf(1, 2)),
		answered: optional(oneOf(0, 1)),
		answertype: optional(oneOf('caller', 'callee', 'connected')),
		customtaskid: optional(),
		...paging,
	},
	serve: (read, world) => {
		const found = world.campaigns.rows.filter(
			({ taskid, customtaskid }) =>
				isListed(taskid, read('taskid')) && isSame(customtaskid, read('customtaskid')),
		);
		if (!found.length) return operationError(MISSING_TASK);
		const all = found.flatMap((campaign) =>
			campaign.numbers
				.filter((number) => isWanted(number, read))
				.map((number) => numberRow(campaign.taskid, number)),
		);
		const { rows, ...page } = pageOf(all, read);
		return success('获取成功', { ...page, result: written(rows, world) });
	},
};

export const campaignList: Services = {
	'App.Sip_Yccall.TaskList': taskList,
	'App.Sip_Yccall.TaskInfo': taskInfo,
};
