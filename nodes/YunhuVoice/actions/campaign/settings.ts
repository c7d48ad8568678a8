import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readNumbers } from '../../shared/readings';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { textOf } from '../../shared/text';
import { toProviderTime } from '../../shared/time';
import type { NumberProperty } from '../descriptions';
import { EXTENSION, extensionParameter, GROUP, groupParameter } from '../locators';
import {
	booleanParameter,
	choiceParameter,
	filledIn,
	numberOf,
	textFrom,
	textParameter,
	timeFrom,
	emptyOption,
} from '../parameters';
import { readSame, type Setting } from './same';
import {
	ASSIGN_TO,
	CALLER_IDS,
	CALLS_PER_FREE_AGENT,
	CAMPAIGN_NAME,
	CUSTOM_CAMPAIGN_ID,
	END_AT,
	MAX_CONCURRENT_CALLS,
	START_AT,
} from './settingProperties';
import { START_NOW } from './startNow';

/** The provider's `assigntype`, and the reader of its `assignagent`. */
const ASSIGN_TYPES = {
	extension: { name: 'extension', type: '1', readAgent: extensionParameter },
	group: { name: 'group', type: '3', readAgent: groupParameter },
} as const;

const assignment = (context: IExecuteFunctions, index: number) =>
	choiceParameter(context, ASSIGN_TO, index, ASSIGN_TYPES);

function wholeNumber(written: unknown, property: NumberProperty): string {
	const number = numberOf(written, property);
	if (!Number.isInteger(number)) throw new Error(`${property.displayName} must be a whole number`);
	return String(number);
}

function readCallerIds(written: unknown): Result<string> {
	const { value, problem } = readNumbers(written, CALLER_IDS);
	return problem ? fail(problem) : succeed([...value].join(','));
}

/** A time of the options, in the server's time zone. */
const timeSetting = ({ name, displayName }: INodeProperties): Setting => ({
	label: displayName,
	read: (context, _index, options, zone) => {
		const time = timeFrom(context, options[name], displayName);
		if (time === undefined && options[name] !== undefined) return fail(emptyOption(displayName));
		return succeed(time === undefined ? '' : toProviderTime(time, zone));
	},
});

/** By the form fields of TaskCreat. `assignTo` and `startNow` are none of them: a campaign is started once all its numbers are in. */
const SETTINGS = {
	taskname: {
		label: CAMPAIGN_NAME.displayName,
		read: (context, index) => {
			const { name, displayName } = CAMPAIGN_NAME;
			return filledIn(textParameter(context, name, index, displayName), displayName);
		},
	},
	assignTo: {
		label: ASSIGN_TO.displayName,
		read: (context, index) => {
			const chosen = assignment(context, index);
			return chosen.ok ? succeed(chosen.value.name) : chosen;
		},
	},
	assignagent: {
		label: `${GROUP.displayName} or ${EXTENSION.displayName}`,
		read: (context, index) => {
			const chosen = assignment(context, index);
			return chosen.ok ? chosen.value.readAgent(context, index) : chosen;
		},
	},
	taskscale: {
		label: CALLS_PER_FREE_AGENT.displayName,
		read: (context, index) => {
			const written: unknown = context.getNodeParameter(CALLS_PER_FREE_AGENT.name, index, '');
			return succeed(`1:${wholeNumber(written, CALLS_PER_FREE_AGENT)}`);
		},
	},
	startNow: {
		label: START_NOW.displayName,
		read: (context, index) => {
			const { name, displayName } = START_NOW;
			return succeed(String(booleanParameter(context, name, index, displayName, false)));
		},
	},
	disnumber: {
		label: CALLER_IDS.displayName,
		read: (_context, _index, { callerIds }) => readCallerIds(callerIds),
	},
	concurrent: {
		label: MAX_CONCURRENT_CALLS.displayName,
		read: (_context, _index, { maxConcurrentCalls: written }) =>
			textOf(written) === '' && written !== undefined
				? fail(emptyOption(MAX_CONCURRENT_CALLS.displayName))
				: succeed(written === undefined ? '' : wholeNumber(written, MAX_CONCURRENT_CALLS)),
	},
	scheduledtime: timeSetting(START_AT),
	pausedtime: timeSetting(END_AT),
	customtaskid: {
		label: CUSTOM_CAMPAIGN_ID.displayName,
		read: (_context, _index, { customCampaignId }) =>
			succeed(textFrom(customCampaignId, CUSTOM_CAMPAIGN_ID.displayName)),
	},
} satisfies Record<string, Setting>;

/** The settings of a campaign. */
export interface Settings {
	/** Form fields of TaskCreat; those that are left empty are missing, apart from the two below. */
	form: Record<string, string>;
	campaignName: string;
	/** Empty if the user gave none. */
	customCampaignId: string;
	startNow: boolean;
}

/** Reads the settings, which have to be the same for all items. */
export async function readSettings(
	context: IExecuteFunctions,
	items: number[],
	zone: string,
): Promise<Result<Settings>> {
	const same = await readSame(context, SETTINGS, items, zone);
	if (!same.ok) return same;
	const { assignTo, startNow, customtaskid, ...others } = same.value;
	const fields = {
		...others,
		assigntype: ASSIGN_TYPES[assignTo as keyof typeof ASSIGN_TYPES].type,
	};
	const { taskname, scheduledtime, pausedtime } = fields;
	// The provider's times are text that sorts as it stands.
	if (scheduledtime !== '' && pausedtime !== '' && pausedtime <= scheduledtime) {
		return fail(inputFailure('End At is not later than Start At', 'Correct the two times.'));
	}
	return succeed({
		form: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
		campaignName: taskname,
		customCampaignId: customtaskid,
		startNow: startNow === 'true',
	});
}
