import { succeed } from '../../shared/result';
import type { Operation } from '../operation';
import { changeOperation } from './change';

export const TASK_SET = 'App.Sip_Yccall.TaskSet';

/** The form field by which TaskSet starts a campaign. */
export const STARTED = { taskstatus: '1' };

/** Starts a campaign, or goes on with one that is paused (service TaskSet). */
export const start: Operation = changeOperation({
	entry: {
		name: 'Start',
		value: 'start',
		action: 'Start campaign',
		description:
			'Start a campaign, or resume one that is paused: its numbers are called (this costs money)',
	},
	service: TASK_SET,
	readFields: () => succeed(STARTED),
	doubt: () => 'the campaign may have started',
	done: 'campaigns started',
	placesCalls: () => true,
});

/** Pauses a campaign. Calls under way go on. */
export const pause: Operation = changeOperation({
	entry: {
		name: 'Pause',
		value: 'pause',
		action: 'Pause campaign',
		description: 'Pause a campaign until you start it again',
	},
	service: TASK_SET,
	readFields: () => succeed({ taskstatus: '2' }),
	doubt: () => 'the campaign may be paused, or still calling',
	done: 'campaigns paused',
});

/** Ends a campaign for good. */
export const end: Operation = changeOperation({
	entry: {
		name: 'End',
		value: 'end',
		action: 'End campaign',
		description: 'End a campaign: numbers that have not been called stay uncalled',
	},
	service: TASK_SET,
	readFields: () => succeed({ taskstatus: '3' }),
	doubt: () => 'the campaign may have ended, or may still be calling',
	done: 'campaigns ended',
});
