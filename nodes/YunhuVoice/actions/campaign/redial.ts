import { lookUp } from '../../shared/lookup';
import { type Failure, succeed } from '../../shared/result';
import type { Operation } from '../operation';
import { booleanParameter, choiceParameter } from '../parameters';
import { ANSWER_TYPE, ANSWER_TYPES_SENT } from './answerType';
import { changeOperation } from './change';
import { START_NOW } from './startNow';
import { pausedBy, windowEnd } from './window';

const REDIAL_NOW = { ...START_NOW, default: true };

/** The provider's number for a campaign that starts at once. */
const STARTED = '1';

/** What a campaign does that cannot be called again now, by the code of the refusal. */
const REFUSALS: Record<string, { is: string; advice: string }> = {
	1025: {
		is: 'has not been started yet',
		advice: 'None of its numbers has been called. Start the campaign with the operation Start.',
	},
	1026: {
		is: 'is running, so Redial changed nothing',
		advice:
			'Pause the campaign with the operation Pause, or wait until it has ended. Then use Redial again.',
	},
};

const explain = (failure: Failure, campaignId: string): Failure => {
	const refusal = lookUp(REFUSALS, failure.code);
	return refusal
		? {
				...failure,
				message: `The campaign ${campaignId} ${refusal.is} (code ${failure.code})`,
				advice: refusal.advice,
			}
		: failure;
};

/** Calls numbers of a campaign again, by how their last call ended (service taskCall). */
export const redial: Operation = changeOperation({
	entry: {
		name: 'Redial',
		value: 'redial',
		action: 'Call numbers of campaign again',
		description:
			'Call numbers of a paused or ended campaign again, by how their last call ended (this costs money)',
	},
	service: 'App.Sip_Yccall.taskCall',
	properties: [
		{ ...ANSWER_TYPE, description: 'Which numbers to call again, by how their last call ended' },
		REDIAL_NOW,
	],
	readFields: (context, index, account) => {
		const answertype = choiceParameter(context, ANSWER_TYPE, index, ANSWER_TYPES_SENT);
		if (!answertype.ok) return answertype;
		const { name, displayName } = REDIAL_NOW;
		const isStarted = booleanParameter(context, name, index, displayName, true);
		const end = windowEnd(account);
		if (!end.ok) return end;
		return succeed({
			answertype: answertype.value,
			status: isStarted ? STARTED : '0',
			...pausedBy(end.value, account),
		});
	},
	doubt: ({ status }) =>
		status === STARTED
			? 'the campaign may be calling again'
			: 'the numbers may be called again once the campaign is started',
	explain,
	done: 'campaigns called again',
	placesCalls: ({ status }) => status === STARTED,
});
