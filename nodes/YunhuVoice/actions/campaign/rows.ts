import type { IDataObject } from 'n8n-workflow';
import { namedStatus } from '../../shared/codes';
import { Fields } from '../../shared/fields';
import { lookUp } from '../../shared/lookup';
import { toCode, translated } from '../../shared/readers';
import { toIsoTime } from '../../shared/time';
import type { CampaignNumberOutput, CampaignOutput } from './outputs';

/** A ratio such as `1:3`: numbers called for one free agent. */
const toCallsPerFreeAgent = (text: string): number | undefined => {
	const calls = /^1:(\d{1,9})$/.exec(text)?.[1];
	return calls === undefined ? undefined : Number(calls);
};

/** A campaign, of a row of TaskList. */
export function campaignOf(row: IDataObject, zone: string) {
	const fields = new Fields(row);
	const time = (text: string) => toIsoTime(text, zone);
	return {
		campaignId: fields.text('taskid'),
		customCampaignId: fields.chosenText('customtaskid'),
		campaignName: fields.chosenText('taskname'),
		status: fields.read('status', toCode(namedStatus)),
		assignedTo: fields.chosenText('taskassign'),
		callsPerFreeAgent: fields.read('taskscale', toCallsPerFreeAgent),
		startsAt: fields.read('starttime', time),
		createdAt: fields.read('createtime', time),
		otherFields: fields.others(),
	} satisfies CampaignOutput;
}

/** Whether a number was called, by the status in TaskInfo's answer. Its filter has other numbers. */
const CALLED: Record<string, boolean> = { 1035: false, 1036: true };

const ANSWERED: Record<string, boolean> = { 0: false, 1: true };

/** The provider names who missed the call: the agent is its caller, the customer its callee. */
export const ANSWER_TYPES = {
	agentMissed: 'caller',
	connected: 'connected',
	customerMissed: 'callee',
} as const;

const ANSWER_TYPE_NAMES: Record<string, string> = Object.fromEntries(
	Object.entries(ANSWER_TYPES).map(([name, sent]) => [sent, name]),
);

/** A number of a campaign, of a row of TaskInfo. */
export function numberOf(row: IDataObject) {
	const fields = new Fields(row);
	return {
		campaignId: fields.text('taskid'),
		destinationNumber: fields.text('telphone'),
		customData: fields.chosenText('customuuid'),
		called: fields.read('status', (text) => lookUp(CALLED, text)),
		answered: fields.read('answered', (text) => lookUp(ANSWERED, text)),
		answerType: fields.read('answertype', (text) => translated(ANSWER_TYPE_NAMES, text)),
		extension: fields.text('extnumber'),
		otherFields: fields.others(),
	} satisfies CampaignNumberOutput;
}

/** What a number of a campaign keeps, whatever becomes of it. The rows have no ID: two of them can be alike. */
export const numberIdOf = (row: IDataObject): string => {
	const fields = new Fields(row);
	return JSON.stringify(
		['taskid', 'telphone', 'customuuid', 'userid', 'memberid'].map(
			(name) => fields.value(name) ?? null,
		),
	);
};
