import type { FaultKind } from '../simulator';

/** Answers after which nobody knows whether the call was placed, with the code of the failure. */
export const IN_DOUBT: Array<[string, FaultKind, string]> = [
	['ret 500', { ret: 500 }, '500'],
	['an empty answer', { raw: '' }, 'EMPTY_ANSWER'],
	['a web page', { raw: '<html><body>502</body></html>' }, 'HTML_ANSWER'],
	['an answer that is cut off', { raw: '{"ret":200,"data":{"sta' }, 'NOT_JSON'],
	['an answer of another system', { raw: '{"ok":true}' }, 'NOT_YUNHU'],
	['a list', { raw: '[1,2]' }, 'NOT_YUNHU'],
	['success without data', { raw: '{"ret":200,"data":[],"msg":""}' }, 'NO_DATA'],
	['30 MB', { bytes: 30_000_000 }, 'ANSWER_TOO_LARGE'],
	['HTTP 502', { http: 502 }, 'HTTP_502'],
	['HTTP 500 after the call was placed', { httpAfter: 500 }, 'HTTP_500'],
	['a connection that breaks before', { reset: 'before' }, 'CONNECTION_LOST'],
	['a connection that breaks after', { reset: 'after' }, 'CONNECTION_LOST'],
	['silence', { stall: 'after' }, 'TIMEOUT'],
	['an answer of one byte now and then, that never ends', { dripMs: 300 }, 'TIMEOUT'],
	['code 1001', { code: 1001 }, '1001'],
	['code 1003', { code: 1003 }, '1003'],
	['code 1205', { code: 1205 }, '1205'],
	['a call state', { code: 10016 }, '10016'],
	['a code of a later day', { code: 4711 }, '4711'],
	['no code', { code: '' }, 'UNKNOWN'],
	['a ret of a later day', { ret: 605 }, '605'],
	['HTTP 404', { http: 404 }, 'HTTP_404'],
	['HTTP 429', { http: 429, headers: { 'retry-after': '1' } }, 'HTTP_429'],
	['a redirect', { redirect: 'https://elsewhere.example/?token=x' }, 'HTTP_302'],
];

/** Answers that prove that no call was placed, with the code of the failure. */
export const NOT_PLACED: Array<[string, FaultKind, string]> = [
	['ret 400', { ret: 400 }, '400'],
	['ret 601', { ret: 601 }, '601'],
	['ret 603', { ret: 603 }, '603'],
	['ret 604', { ret: 604 }, '604'],
	['a wrong parameter', { code: 1002 }, '1002'],
	['another company’s extension', { code: 1011 }, '1011'],
	['no such extension', { code: '1012' }, '1012'],
	['a disabled extension', { code: 1013 }, '1013'],
	['an extension that is not registered', { code: 1014 }, '1014'],
	['a disabled caller ID', { code: 1019 }, '1019'],
];

/** Faults of a request. Silence is rare, because each one costs the full timeout. */
const FAULTS: [FaultKind, ...FaultKind[]] = [
	{ ret: 600 },
	{ ret: 600 },
	{ code: 1010 },
	{ code: 1003 },
	{ code: 1019 },
	{ ret: 400 },
	{ ret: 500 },
	{ http: 502 },
	{ http: 404 },
	{ httpAfter: 500 },
	{ reset: 'before' },
	{ reset: 'after' },
	{ raw: '' },
	{ raw: '{"ret":200,"data":{"sta' },
	{ raw: '<html></html>' },
	{ redirect: 'http://127.0.0.1:9/' },
	{ delayMs: 5 },
];
const SILENCE: [FaultKind, ...FaultKind[]] = [{ stall: true }, { stall: 'after' }];

/** Whether a fault costs the full timeout, or megabytes. */
const isSlow = (fault: FaultKind): boolean =>
	'stall' in fault || 'dripMs' in fault || 'bytes' in fault;

const EVERY_FAULT = [
	...FAULTS,
	...SILENCE,
	...[...IN_DOUBT, ...NOT_PLACED].map(([, fault]) => fault),
];

/** Every fault of this file. Of the slow ones, each costs the full timeout or megabytes. */
export const QUICK_FAULTS = EVERY_FAULT.filter((fault) => !isSlow(fault)) as typeof FAULTS;
export const SLOW_FAULTS = EVERY_FAULT.filter(isSlow) as typeof FAULTS;

/** Whether the provider has carried out a request although its answer was lost. */
export const isDone = (fault: FaultKind): boolean =>
	'httpAfter' in fault ||
	'dripMs' in fault ||
	'stall' in fault ||
	('reset' in fault && fault.reset === 'after');

/**
 * The time limit for a request with a fault, in seconds. It is short only where nothing else ends the request: a busy machine can
 * take longer for the others.
 */
export const timeLimitOf = (fault: FaultKind): number =>
	'stall' in fault || 'dripMs' in fault ? 1 : 30;
