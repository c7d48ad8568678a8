/** The outcome of a call, selected by the last two digits of the number. */

export interface Outcome {
	title: string;
	/** common-api, "Global error and status codes". */
	hangupcause: number;
	/** 10040 caller, 10041 callee; real records carry other codes here too (provider README). */
	hangupdirection: number;
	waitSeconds: number;
	/** 0 if never answered. */
	talkSeconds: number;
	/** The customer presses the key of `userid` and is transferred to an agent. */
	agent: boolean;
	/** The key of a customer who is not transferred. */
	key?: string;
	recorded: boolean;
	/** Real records contain both spellings of "unset" (provider README). */
	unsetAnswerTime: '' | '1970-01-01 08:00:00';
}

const answered: Outcome = {
	title: 'answered, key pressed, transferred to an agent, recorded',
	hangupcause: 10001,
	hangupdirection: 10041,
	waitSeconds: 5,
	talkSeconds: 20,
	agent: true,
	recorded: true,
	unsetAnswerTime: '',
};

const unanswered: Outcome = { ...answered, talkSeconds: 0, agent: false, recorded: false };

/** Outcomes by the last two digits of the number. */
export const OUTCOMES: Readonly<Record<string, Outcome>> = {
	'01': answered,
	'02': { ...unanswered, title: 'busy', hangupcause: 10006, waitSeconds: 3 },
	'03': {
		...unanswered,
		title: 'no answer',
		hangupcause: 10005,
		hangupdirection: 10015,
		waitSeconds: 30,
	},
	'04': { ...unanswered, title: 'rejected', hangupcause: 10003, waitSeconds: 8 },
	'05': {
		...unanswered,
		title: 'failed line',
		hangupcause: 10004,
		hangupdirection: 10031,
		waitSeconds: 1,
		unsetAnswerTime: '1970-01-01 08:00:00',
	},
	'06': {
		...answered,
		title: 'answered, no key, not recorded',
		talkSeconds: 10,
		agent: false,
		recorded: false,
	},
	'07': { ...answered, title: 'answered, no key, recorded', talkSeconds: 10, agent: false },
};

/** Returns the outcome for a number. Any other ending behaves like 01. */
export function outcomeOf(destinationNumber: string): Outcome {
	return OUTCOMES[destinationNumber.slice(-2)] ?? answered;
}

/** Cuts a call off after so many simulated seconds: an agent hangs up (services.md 3d, HangupCall). */
export function cutOff(outcome: Outcome, seconds: number): Outcome {
	const { waitSeconds, talkSeconds } = outcome;
	const byCaller = { ...outcome, hangupdirection: 10040 };
	if (talkSeconds === 0 || seconds < waitSeconds) {
		return {
			...byCaller,
			hangupcause: 10002,
			waitSeconds: seconds,
			talkSeconds: 0,
			recorded: false,
		};
	}
	// A talk of 0 seconds would read as "never answered".
	return { ...byCaller, hangupcause: 10001, talkSeconds: Math.max(1, seconds - waitSeconds) };
}

/** services.md 3a, single mode: `waittime` limits the ringing, `conntime` the talk. */
export function limited(outcome: Outcome, ringSeconds: number, talkSeconds: number): Outcome {
	if (outcome.waitSeconds > ringSeconds) {
		return { ...unanswered, hangupcause: 10005, hangupdirection: 10015, waitSeconds: ringSeconds };
	}
	return { ...outcome, talkSeconds: Math.min(outcome.talkSeconds, talkSeconds) };
}
