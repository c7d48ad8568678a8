import { lookUp } from './lookup';

/**
 * Every code of the provider's page "Global error and status codes", and the codes that its clients list beside them (1029, 1031 to
 * 1033, 1208, 1209), in one place. Error messages, labels and names in items are all taken from here.
 */

interface Refusal {
	/** What the user can do when a request fails with this code. */
	advice: string;
	/** Proves that the request was not carried out: no phone rings. Every other code leaves it open. */
	provesNotDone?: true;
}

interface ErrorCode extends Refusal {
	/** What the code says, as the start of an error message. */
	meaning: string;
}

/** How a call ended, in words to act on. */
export type Outcome =
	| 'answered'
	| 'blocked'
	| 'busy'
	| 'cancelled'
	| 'invalidNumber'
	| 'lineFailure'
	| 'noAnswer'
	| 'other'
	| 'rejected'
	| 'unreachable';

export interface StatusCode extends Refusal {
	/** The code's name in title case, as items show it. */
	name: string;
	/** How a call without talk ended whose hang-up cause this is; otherwise `other`. */
	outcome?: Outcome;
}

const CHECK_PARAMETERS = 'Check the values in this node against the provider’s console.';
const ASK_PROVIDER = 'Contact Yunhu Technology and give them this code.';
const CHECK_EXTENSION =
	'Look up the extension in the provider’s console and correct its number or state.';
const CHECK_CALLER_ID =
	'Check the caller ID first: choose one that the provider’s console lists as enabled, or leave it empty. Then check the number called.';
const CHECK_TASK = 'Look at the task in the provider’s console.';
const CHECK_QUEUE = 'Look at the extension group in the provider’s console.';
const CORRECT_QUEUE =
	'Look up the extension group in the provider’s console and correct its name or state.';
const CHECK_POLICY = 'Look at the call policy in the provider’s console.';
const CALL_LATER = 'The person could not be reached: call this number again later.';
const REJECTED = 'The person rejected the call: leave this number alone.';
const WRONG_NUMBER = 'This number cannot be reached: correct it in your list.';
const SEE_OUTCOME =
	'This code does not say why the call ended: go by outcome and worthRetrying in the call record.';

/** Codes in `ret`, at the outer level of an answer. 200 is success and not listed. */
export const RET_CODES = {
	400: {
		meaning: 'Illegal request: a parameter is invalid',
		advice: CHECK_PARAMETERS,
		provesNotDone: true,
	},
	500: {
		meaning: 'The provider’s server has an internal error',
		advice: 'Wait a little and try again. If the error persists, contact Yunhu Technology.',
	},
	600: {
		meaning: 'The login token is invalid',
		advice:
			'Logging in again did not help. Another system may use the same App ID and end your sessions: ask Yunhu Technology for an App ID that only n8n uses.',
		provesNotDone: true,
	},
	601: {
		meaning: 'The app ID is not authorized',
		advice: 'Check the App ID in the credential, or ask Yunhu Technology to authorize it.',
		provesNotDone: true,
	},
	602: {
		meaning: 'The authorization of the app ID has expired',
		advice: 'Ask Yunhu Technology to extend it.',
		provesNotDone: true,
	},
	603: {
		meaning: 'This function is not licensed for the account',
		advice: 'Ask Yunhu Technology to license it.',
		provesNotDone: true,
	},
	604: {
		meaning: 'The address of this n8n server is not authorized',
		advice:
			'Give the public IP address of your n8n server to Yunhu Technology and ask to have it authorized.',
		provesNotDone: true,
	},
} as const satisfies Record<number, ErrorCode>;

/** Codes in `data.errors.code` of a refused request, and in `hangupcause` and `hangupdirection` of a call record. */
export const STATUS_CODES = {
	1001: {
		name: 'Server Connection Failed',
		advice: 'Usually the network: wait a little and try again.',
	},
	1002: { name: 'Abnormal Operation', advice: CHECK_PARAMETERS, provesNotDone: true },
	1003: {
		name: 'Operation Failed',
		advice: 'Check the App ID and the Access Key in the credential, and the values in this node.',
	},
	1010: {
		name: 'Extension Exception',
		advice: 'Logging in again did not help. Look at the extension in the provider’s console.',
		provesNotDone: true,
	},
	1011: {
		name: 'Illegal Extension',
		advice: 'Use an extension that belongs to your company.',
		provesNotDone: true,
	},
	1012: { name: 'Extension Does Not Exist', advice: CHECK_EXTENSION, provesNotDone: true },
	1013: { name: 'Extension Disabled', advice: CHECK_EXTENSION, provesNotDone: true },
	1014: { name: 'Extension Not Registered', advice: CHECK_EXTENSION, provesNotDone: true },
	1015: { name: 'Extension Not in a Call', advice: CHECK_EXTENSION },
	1016: { name: 'Extension Enabled', advice: ASK_PROVIDER },
	1017: { name: 'Extension Registered', advice: ASK_PROVIDER },
	1018: { name: 'Number Enabled', advice: ASK_PROVIDER, provesNotDone: true },
	1019: { name: 'Number Disabled', advice: CHECK_CALLER_ID, provesNotDone: true },
	1020: { name: 'Number Does Not Exist', advice: CHECK_CALLER_ID, provesNotDone: true },
	1021: { name: 'Illegal Number', advice: CHECK_CALLER_ID, provesNotDone: true },
	1024: { name: 'Task Does Not Exist', advice: CHECK_TASK, provesNotDone: true },
	1025: { name: 'Task Has Not Started', advice: CHECK_TASK, provesNotDone: true },
	1026: { name: 'Task in Progress', advice: CHECK_TASK, provesNotDone: true },
	1027: { name: 'Task Paused', advice: CHECK_TASK, provesNotDone: true },
	1028: { name: 'Task Over', advice: CHECK_TASK, provesNotDone: true },
	1029: {
		name: 'File Does Not Exist',
		advice: 'Look up the file in the provider’s console and correct its name.',
	},
	1031: { name: 'Policy Set Up Wrongly', advice: CHECK_POLICY, provesNotDone: true },
	1032: { name: 'Policy Rule Broken', advice: CHECK_POLICY, provesNotDone: true },
	1033: { name: 'No Resource for the Policy', advice: CHECK_POLICY, provesNotDone: true },
	1201: { name: 'Idle', advice: CHECK_EXTENSION },
	1202: { name: 'Ringing', advice: CHECK_EXTENSION },
	1203: { name: 'Off-Hook', advice: CHECK_EXTENSION },
	1204: { name: 'Calling', advice: CHECK_EXTENSION },
	1205: { name: 'User Rejects', outcome: 'rejected', advice: REJECTED },
	1208: { name: 'Other', advice: ASK_PROVIDER },
	1209: {
		name: 'Voice Scoring Needs a Call',
		advice: 'Use voice scoring only while the extension is in a call.',
	},
	1210: { name: 'Queue Exception', advice: CORRECT_QUEUE, provesNotDone: true },
	1211: { name: 'Illegal Queue', advice: CORRECT_QUEUE, provesNotDone: true },
	1212: { name: 'Did Not Answer', advice: CHECK_QUEUE },
	1213: { name: 'Waiting', advice: CHECK_QUEUE },
	1214: { name: 'Receiving', advice: CHECK_QUEUE },
	1215: { name: 'Answered', advice: CHECK_QUEUE },
	1216: { name: 'Reject', advice: CHECK_QUEUE },
	1217: { name: 'Pause', advice: CHECK_QUEUE },
	1218: { name: 'Checked In', advice: CHECK_QUEUE },
	10001: { name: 'Hang Up Normally', outcome: 'cancelled', advice: SEE_OUTCOME },
	10002: {
		name: 'Call Cancel',
		outcome: 'cancelled',
		advice: 'The call was ended before anybody answered: find out by whom.',
	},
	10003: { name: 'Refuse to Answer', outcome: 'rejected', advice: REJECTED },
	10004: {
		name: 'Outbound Channel Line Failure',
		outcome: 'lineFailure',
		advice: 'Usually the line: tell Yunhu Technology if it happens again.',
	},
	10005: { name: 'User Timed Out', outcome: 'noAnswer', advice: CALL_LATER },
	10006: { name: 'User Is Busy', outcome: 'busy', advice: CALL_LATER },
	10007: { name: 'Server Hangup', outcome: 'cancelled', advice: SEE_OUTCOME },
	10008: { name: 'Extension Not Registered', outcome: 'lineFailure', advice: CHECK_EXTENSION },
	10009: { name: 'Destination Unreachable', outcome: 'unreachable', advice: CALL_LATER },
	10011: { name: 'Timer Timeout', outcome: 'noAnswer', advice: CALL_LATER },
	10012: { name: 'Inbound Callback Interface Error', outcome: 'lineFailure', advice: ASK_PROVIDER },
	10013: { name: 'Extension Does Not Exist', outcome: 'lineFailure', advice: CHECK_EXTENSION },
	10014: { name: 'Not Found', outcome: 'invalidNumber', advice: WRONG_NUMBER },
	10015: { name: 'Request Timeout', outcome: 'noAnswer', advice: CALL_LATER },
	10016: { name: 'No Answer', outcome: 'noAnswer', advice: CALL_LATER },
	10017: { name: 'Call Invalid', outcome: 'invalidNumber', advice: WRONG_NUMBER },
	10019: { name: 'Origin Unknown', advice: ASK_PROVIDER },
	10020: { name: 'Other Reason', outcome: 'noAnswer', advice: CALL_LATER },
	10024: { name: 'Bad Request', outcome: 'lineFailure', advice: CHECK_PARAMETERS },
	10025: { name: 'Call Forbidden', outcome: 'blocked', advice: ASK_PROVIDER },
	10027: { name: 'Number Changed', outcome: 'invalidNumber', advice: WRONG_NUMBER },
	10028: { name: 'Call Intercepted', outcome: 'blocked', advice: ASK_PROVIDER },
	10031: { name: 'Unknown', advice: ASK_PROVIDER },
	10040: { name: 'Caller Hang Up', advice: SEE_OUTCOME },
	10041: { name: 'Called Hang Up', advice: SEE_OUTCOME },
} as const satisfies Record<number, StatusCode>;

/** The status of a campaign in its callback and in the filter of TaskList. */
const CAMPAIGN_STATUSES = {
	0: 'New',
	1: 'Running',
	2: 'Paused',
	3: 'Ended',
} as const satisfies Record<number, string>;

/** Call methods of the callbacks' `method` and `callmethod` fields. */
export const CALL_METHODS = {
	0: 'Unlimited',
	1: 'Extension to Extension',
	2: 'Extension Direct Dial',
	3: 'API Call',
	4: 'API Double Call',
	5: 'Predictive Outbound Call',
	6: 'IVR or Group Call',
} as const satisfies Record<number, string>;

/** What a `ret` code means, or `undefined` for a code the provider's page does not list. */
export const retCode = (code: string): ErrorCode | undefined => lookUp<ErrorCode>(RET_CODES, code);

/** What a status code means, or `undefined` for a code the provider's page does not list. */
export const statusCode = (code: string): StatusCode | undefined =>
	lookUp<StatusCode>(STATUS_CODES, code);

/** A code with its name, as items carry it. */
export interface NamedCode {
	code: number;
	name: string;
}

const named = (code: number, name: string | undefined): NamedCode => ({
	code,
	name: name ?? `Unknown (${code})`,
});

/** Name of a status code: the state of an extension, a `hangupcause`, or a `hangupdirection` (any hang-up code has been seen in both). */
export const namedStatus = (code: number): NamedCode => named(code, statusCode(String(code))?.name);

/** Statuses of an extension group. Pages show this one only, beside groups that are in use. */
const GROUP_STATUSES: Record<string, string> = { 1042: 'Enabled' };

/** Name of an extension group's status. */
export const namedGroupStatus = (code: number): NamedCode =>
	named(code, lookUp(GROUP_STATUSES, String(code)));

/** Name of a call method. */
export const namedCallMethod = (code: number): NamedCode =>
	named(code, lookUp<string>(CALL_METHODS, String(code)));

/** Name of a campaign's status. */
export const namedCampaignStatus = (code: number): NamedCode =>
	named(code, lookUp<string>(CAMPAIGN_STATUSES, String(code)));
