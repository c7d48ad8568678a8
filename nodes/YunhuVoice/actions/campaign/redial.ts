import { succeed } from '../../shared/result';
import type { Operation } from '../operation';
import { booleanParameter, choiceParameter } from '../parameters';
import { ANSWER_TYPE, ANSWER_TYPES_SENT } from './answerType';
import { changeOperation } from './change';
import { START_NOW } from './startNow';

const REDIAL_NOW = { ...START_NOW, default: true };

/** Calls numbers of a campaign again, by how their last call ended (service taskCall). */
export const redial: Operation = changeOperation({
	entry: {
		name: 'Redial',
		value: 'redial',
		action: 'Call numbers of a campaign again',
		description:
			'Call numbers of a paused or ended campaign again, by how their last call ended (this costs money; taskCall)',
	},
	service: 'App.Sip_Yccall.taskCall',
	properties: [
		{ ...ANSWER_TYPE, description: 'Which numbers to call again, by how their last call ended' },
		REDIAL_NOW,
	],
	readFields: (context, index) => {
		const answertype = choiceParameter(context, ANSWER_TYPE, index, ANSWER_TYPES_SENT);
		if (!answertype.ok) return answertype;
		const { name, displayName } = REDIAL_NOW;
		const isStarted = booleanParameter(context, name, index, displayName, true);
		return succeed({ answertype: answertype.value, status: isStarted ? '1' : '0' });
	},
	doubt: 'the campaign may be calling again',
	done: 'campaigns called again',
	placesCalls: ({ status }) => status === '1',
});
