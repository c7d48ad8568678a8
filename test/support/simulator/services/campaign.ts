/** App.Sip_Yccall, changes: create and change predictive campaigns (services.md 6a, 6b). */

import type { Account } from '../account';
import type { Campaign } from '../accountTypes';
import { operationError, success, type Answer } from '../answers';
import { STATUS } from '../campaigns';
import { needed, numbers, oneOf, optional, time } from '../rules';
import type { Read, Service, Services, World } from '../world';
import { numbersOf, problemOfRows } from './telphone';

const MISSING_TASK = 1024;
const GROUP_TROUBLE = 1210;
const UNKNOWN_GROUP = 1211;
/** The code that says what the campaign is doing, by the number of its status. */
export const STATUS_CODES = [1025, 1026, 1027, 1028] as const;

const rows = { problem: problemOfRows };

/** Why a campaign cannot go to these agents. */
function assignProblem(account: Account, assigntype: number, assignagent: string) {
	for (const name of assignagent.split(',')) {
		const group = account.group(name);
		if (assigntype === 1) {
			const code = account.extensionProblem(name);
			if (code) return code;
		} else if (!group) return UNKNOWN_GROUP;
		else if (!group.enabled) return GROUP_TROUBLE;
	}
	return undefined;
}

const taskCreat: Service = {
	fields: {
		token: needed,
		// Queues (2) have left the newest pages.
		assigntype: oneOf(1, 3),
		assignagent: needed,
		telphone: rows,
		taskscale: { pattern: /^[1-9]\d*:[1-9]\d*$/, wants: 'a ratio such as 1:1' },
		disnumber: optional(numbers),
		taskname: optional(),
		concurrent: optional({ pattern: /^[1-9]\d*$/, wants: 'a number from 1' }),
		scheduledtime: optional(time),
		pausedtime: optional(time),
		isscale: optional(oneOf('auto', 'manual')),
		status: optional(oneOf(0, 1)),
		customtaskid: optional(),
	},
	serve: (read, { account, campaigns }) => {
		const assigntype = read('assigntype') === '1' ? 1 : 3;
		const code = assignProblem(account, assigntype, read('assignagent'));
		if (code) return operationError(code);
		const campaign = campaigns.add({
			customtaskid: read('customtaskid'),
			taskname: read('taskname'),
			assigntype,
			assignagent: read('assignagent'),
			taskscale: read('taskscale'),
			concurrent: Number(read('concurrent') || 100),
			disnumber: read('disnumber'),
			scheduledtime: read('scheduledtime'),
			pausedtime: read('pausedtime'),
			numbers: numbersOf(read('telphone')),
		});
		if (read('status') === '1') campaigns.start(campaign);
		return success('创建成功', { taskid: campaign.taskid });
	},
};

/** Finds the campaign; its own id, if one is sent, has to be the right one. */
function change(
	read: Read,
	{ campaigns }: World,
	make: (campaign: Campaign, stateError: () => Answer) => Answer,
): Answer {
	const campaign = campaigns.find(read('taskid'));
	const customtaskid = read('customtaskid');
	if (!campaign || (customtaskid && customtaskid !== campaign.customtaskid)) {
		return operationError(MISSING_TASK);
	}
	// A campaign that cannot do this now answers with what it does.
	return make(campaign, () => operationError(STATUS_CODES[campaign.status]));
}

/** "Only for tasks not started, running or paused." */
const taskAdd: Service = {
	fields: { token: needed, taskid: needed, telphone: rows, customtaskid: optional() },
	serve: (read, world) =>
		change(read, world, (campaign, stateError) => {
			if (campaign.status === STATUS.ended) return stateError();
			campaign.numbers.push(...numbersOf(read('telphone')));
			return success('添加成功');
		}),
};

/** 1 start, 2 pause, 3 end. */
const taskSet: Service = {
	fields: { token: needed, taskid: needed, taskstatus: oneOf(1, 2, 3) },
	serve: (read, world) =>
		change(read, world, (campaign, stateError) => {
			const { status } = campaign;
			const wanted = Number(read('taskstatus'));
			const isPossible =
				wanted === STATUS.running
					? status === STATUS.new || status === STATUS.paused
					: wanted === STATUS.paused
						? status === STATUS.running
						: status !== STATUS.ended;
			if (!isPossible) return stateError();
			if (wanted === STATUS.running) world.campaigns.start(campaign);
			else world.campaigns.stop(campaign, wanted === STATUS.paused ? 2 : 3);
			return success('设置成功');
		}),
};

/** Calls the numbers again whose last call ended so, in a new round. */
const taskCall: Service = {
	fields: {
		token: needed,
		taskid: needed,
		answertype: optional(oneOf('all', 'caller', 'callee', 'connected')),
		status: optional(oneOf(0, 1)),
		scheduledtime: optional(time),
		pausedtime: optional(time),
	},
	serve: (read, world) =>
		change(read, world, (campaign, stateError) => {
			const { status } = campaign;
			// "Again" needs a first time that is over.
			if (status === STATUS.new || status === STATUS.running) return stateError();
			const wanted = read('answertype') || 'all';
			for (const number of campaign.numbers) {
				// Not yet called, or its call is still under way.
				if (number.answered === null || (wanted !== 'all' && wanted !== number.answertype))
					continue;
				Object.assign(number, { called: false, answered: null, answertype: null, extnumber: null });
			}
			campaign.round += 1;
			campaign.scheduledtime = read('scheduledtime');
			campaign.pausedtime = read('pausedtime');
			campaign.status = STATUS.new;
			if (read('status') !== '0') world.campaigns.start(campaign);
			return success('设置成功');
		}),
};

/** A number that was called stays: its call has happened. */
const taskDelPhone: Service = {
	fields: { token: needed, taskid: needed, telphone: numbers },
	serve: (read, world) =>
		change(read, world, (campaign) => {
			const gone = new Set(read('telphone').split(','));
			const kept = campaign.numbers.filter(({ phone, called }) => called || !gone.has(phone));
			campaign.numbers.splice(0, campaign.numbers.length, ...kept);
			return success('删除成功');
		}),
};

export const campaign: Services = {
	'App.Sip_Yccall.TaskCreat': taskCreat,
	'App.Sip_Yccall.TaskAdd': taskAdd,
	'App.Sip_Yccall.TaskSet': taskSet,
	'App.Sip_Yccall.taskCall': taskCall,
	'App.Sip_Yccall.taskDelPhone': taskDelPhone,
};
