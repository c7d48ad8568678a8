import { isWorthRetrying, outcomeOf } from '../../../nodes/YunhuVoice/events/outcome';
import {
	CALL_METHODS,
	namedCallMethod,
	namedGroupStatus,
	namedStatus,
	RET_CODES,
	retCode,
	STATUS_CODES,
	statusCode,
} from '../../../nodes/YunhuVoice/shared/codes';

/** The tables of the provider's page "Global error and status codes", those its clients add, and its list of call methods. */
const RETS_OF_THE_PAGE = [400, 500, 600, 601, 602, 603, 604];
const STATUSES_OF_THE_PAGE = [
	1001, 1002, 1003, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019, 1020, 1021, 1024,
	1025, 1026, 1027, 1028, 1029, 1031, 1032, 1033, 1201, 1202, 1203, 1204, 1205, 1208, 1209, 1210,
	1211, 1212, 1213, 1214, 1215, 1216, 1217, 1218, 10001, 10002, 10003, 10004, 10005, 10006, 10007,
	10008, 10009, 10011, 10012, 10013, 10014, 10015, 10016, 10017, 10019, 10020, 10024, 10025, 10027,
	10028, 10031, 10040, 10041,
];
const HANG_UP_NAMES: Array<[number, string]> = [
	[10001, 'Hang Up Normally'],
	[10002, 'Call Cancel'],
	[10003, 'Refuse to Answer'],
	[10004, 'Outbound Channel Line Failure'],
	[10005, 'User Timed Out'],
	[10006, 'User Is Busy'],
	[10007, 'Server Hangup'],
	[10008, 'Extension Not Registered'],
	[10009, 'Destination Unreachable'],
	[10011, 'Timer Timeout'],
	[10012, 'Inbound Callback Interface Error'],
	[10013, 'Extension Does Not Exist'],
	[10014, 'Not Found'],
	[10015, 'Request Timeout'],
	[10016, 'No Answer'],
	[10017, 'Call Invalid'],
	[10019, 'Origin Unknown'],
	[10020, 'Other Reason'],
	[10024, 'Bad Request'],
	[10025, 'Call Forbidden'],
	[10027, 'Number Changed'],
	[10028, 'Call Intercepted'],
	[10031, 'Unknown'],
	[10040, 'Caller Hang Up'],
	[10041, 'Called Hang Up'],
];

/** Words that title case keeps in lower case inside a name. */
const SMALL_WORDS = ['a', 'an', 'the', 'in', 'of', 'on', 'or', 'and', 'to', 'for'];

const numbersOf = (table: object): number[] => Object.keys(table).map(Number);

const SENTENCE = /^\S.*\.$/;

describe('the tables hold every code of the provider’s page and no other', () => {
	it.each([
		['ret', RET_CODES, RETS_OF_THE_PAGE],
		['status', STATUS_CODES, STATUSES_OF_THE_PAGE],
		['call method', CALL_METHODS, [0, 1, 2, 3, 4, 5, 6]],
	])('of %s', (_which, table, expected) => {
		expect(numbersOf(table)).toEqual(expected);
	});

	it('and the names below are those of all hang-up codes', () => {
		expect(HANG_UP_NAMES.map(([code]) => code)).toEqual(
			STATUSES_OF_THE_PAGE.filter((code) => code > 10000),
		);
	});
});

describe('words', () => {
	it.each(RETS_OF_THE_PAGE)('ret %d says what it means and what to do', (code) => {
		const { meaning, advice } = retCode(String(code)) ?? {};
		expect(meaning).toMatch(/^[A-Z].*[^.\s]$/);
		expect(advice).toMatch(SENTENCE);
	});

	it.each(STATUSES_OF_THE_PAGE)('code %d has a name in title case and says what to do', (code) => {
		const { name = '', advice } = statusCode(String(code)) ?? {};
		const words = name.split(/[ -]/);
		for (const [at, word] of words.entries()) {
			if (at === 0 || !SMALL_WORDS.includes(word)) expect(word).toMatch(/^[A-Z][A-Za-z]*$/);
		}
		expect(advice).toMatch(SENTENCE);
	});

	it.each([
		['600', /token/],
		['601', /app ID/],
		['602', /expired/],
		['603', /licensed/],
		['604', /address/],
	])('ret %s means what the page says', (code, meaning) => {
		expect(retCode(code)?.meaning).toMatch(meaning);
	});

	it.each([
		[1001, 'Server Connection Failed'],
		[1002, 'Abnormal Operation'],
		[1003, 'Operation Failed'],
		[1010, 'Extension Exception'],
		[1011, 'Illegal Extension'],
		[1021, 'Illegal Number'],
		[1205, 'User Rejects'],
		[1218, 'Checked In'],
	])('code %d is named %s', (code, name) => {
		expect(statusCode(String(code))?.name).toBe(name);
	});

	it('ret 604 tells to have the server’s public IP address authorized', () => {
		expect(retCode('604')?.advice).toMatch(/public IP address/);
	});
});

describe('hang-up codes', () => {
	it.each(HANG_UP_NAMES)('%d is named %s', (code, name) => {
		expect(namedStatus(code)).toEqual({ code, name });
	});

	it.each([0, 10, 10010, 10018, 10042, 99999])('%d, not on the page, is Unknown', (code) => {
		expect(namedStatus(code)).toEqual({ code, name: `Unknown (${code})` });
	});
});

describe('the advice of a hang-up code fits what its outcome says about another call', () => {
	const ANOTHER_CALL = /\b(again|later|retry|redial|once more)\b/i;
	const ENDS = [1205, ...HANG_UP_NAMES.map(([code]) => code)].map((code) => ({
		code,
		outcome: outcomeOf(false, code, undefined),
		advice: statusCode(String(code))?.advice,
	}));

	it.each(ENDS.filter(({ outcome }) => !isWorthRetrying(outcome)))(
		'$code, $outcome: no word of another call',
		({ advice }) => {
			expect(advice).not.toMatch(ANOTHER_CALL);
		},
	);

	it.each(ENDS.filter(({ outcome }) => ['noAnswer', 'busy', 'unreachable'].includes(outcome)))(
		'$code, $outcome: call again later',
		({ advice }) => {
			expect(advice).toMatch(/call this number again later/);
		},
	);
});

describe('statuses of an extension group', () => {
	it.each([
		[1042, 'Enabled'],
		[1043, 'Unknown (1043)'],
		[1013, 'Unknown (1013)'],
	])('%d is named %s', (code, name) => {
		expect(namedGroupStatus(code)).toEqual({ code, name });
	});

	it('are no status codes elsewhere', () => {
		expect(namedStatus(1042)).toEqual({ code: 1042, name: 'Unknown (1042)' });
	});
});

describe('call methods', () => {
	it.each([
		[0, 'Unlimited'],
		[1, 'Extension to Extension'],
		[2, 'Extension Direct Dial'],
		[3, 'API Call'],
		[4, 'API Double Call'],
		[5, 'Predictive Outbound Call'],
		[6, 'IVR or Group Call'],
		[7, 'Unknown (7)'],
		[10001, 'Unknown (10001)'],
	])('%d is named %s', (code, name) => {
		expect(namedCallMethod(code)).toEqual({ code, name });
	});
});

describe('a code that is not on the page', () => {
	it.each(['200', '605', '1003', '', ' 600', '0600'])('%j is no ret code', (code) => {
		expect(retCode(code)).toBeUndefined();
	});

	it.each(['600', '1004', '', 'UNKNOWN', '1003 '])('%j is no status code', (code) => {
		expect(statusCode(code)).toBeUndefined();
	});
});
