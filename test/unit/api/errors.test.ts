import {
	answerIsNotYunhu,
	httpStatusFailure,
	networkFailure,
	retFailure,
	statusFailure,
} from '../../../nodes/YunhuVoice/api/errors';
import { RET_CODES, STATUS_CODES } from '../../../nodes/YunhuVoice/shared/codes';
import { inOneLine, inputFailure } from '../../../nodes/YunhuVoice/shared/result';

const ASK = 'Contact Yunhu Technology and give them this code.';

/** Whether the provider may have carried out the request despite the failure. */
const mayHaveHappened = (failure: { mayHaveHappened?: boolean }): boolean =>
	failure.mayHaveHappened === true;

describe('a refusal by ret', () => {
	it.each([
		['400', 'Illegal request: a parameter is invalid (ret 400)', false],
		['500', 'The provider’s server has an internal error (ret 500)', true],
		['600', 'The login token is invalid (ret 600)', false],
		['601', 'The app ID is not authorized (ret 601)', false],
		['602', 'The authorization of the app ID has expired (ret 602)', false],
		['603', 'This function is not licensed for the account (ret 603)', false],
		['604', 'The address of this n8n server is not authorized (ret 604)', false],
		['404', 'The provider refused the request (ret 404)', true],
		['605', 'The provider refused the request (ret 605)', true],
		['502', 'The provider refused the request (ret 502)', true],
		['700', 'The provider refused the request (ret 700)', true],
		['1400', 'The provider refused the request (ret 1400)', true],
		['4000', 'The provider refused the request (ret 4000)', true],
	])('%s reads “%s”, and whether it may have happened is %s', (ret, message, doubt) => {
		const failure = retFailure(ret, '');
		expect(failure).toMatchObject({ level: 'ret', code: ret, message });
		expect(failure).not.toHaveProperty('httpStatus');
		expect(mayHaveHappened(failure)).toBe(doubt);
	});

	it.each(Object.entries(RET_CODES))('%s gives the advice of its table', (ret, { advice }) => {
		expect(retFailure(ret, '').advice).toBe(advice);
	});

	it.each([
		['500', true],
		['502', true],
		['600', false],
		['1500', false],
		['5000', false],
		['5x0', false],
		['50x', false],
	])('%s can be cured by another attempt: %s', (ret, cure) => {
		expect(retFailure(ret, '').isTransient === true).toBe(cure);
	});

	it('adds the provider’s own words', () => {
		expect(retFailure('400', 'Illegal request: invalid parameter').message).toBe(
			'Illegal request: a parameter is invalid (ret 400): Illegal request: invalid parameter',
		);
	});

	it('with an unknown code sends to the provider', () => {
		expect(retFailure('700', 'strange')).toMatchObject({
			message: 'The provider refused the request (ret 700): strange',
			advice: ASK,
		});
	});

	it('cuts what the provider says after 200 characters', () => {
		const head = retFailure('400', '').message;
		expect(retFailure('400', 'x'.repeat(200)).message).toBe(`${head}: ${'x'.repeat(200)}`);
		expect(retFailure('400', 'x'.repeat(100_000)).message).toBe(`${head}: ${'x'.repeat(200)}`);
	});
});

describe('a refusal by status', () => {
	it.each([
		['1003', 'Operation Failed (code 1003)'],
		['1010', 'Extension Exception (code 1010)'],
		['1020', 'Number Does Not Exist (code 1020)'],
		['10008', 'Extension Not Registered (code 10008)'],
		['10031', 'Unknown (code 10031)'],
		['9999', 'The provider could not do it (code 9999)'],
	])('%s reads “%s”', (code, message) => {
		const failure = statusFailure(code, '', '');
		expect(failure).toMatchObject({ level: 'status', code, message });
		expect(failure).not.toHaveProperty('httpStatus');
	});

	it.each(Object.entries(STATUS_CODES))('%s gives the advice of its table', (code, { advice }) => {
		expect(statusFailure(code, '', '').advice).toBe(advice);
	});

	/** The codes that, according to the provider's pages, prove that the request was not carried out. */
	const PROOFS = [
		1002, 1010, 1011, 1012, 1013, 1014, 1018, 1019, 1020, 1021, 1024, 1025, 1026, 1027, 1028, 1031,
		1032, 1033, 1210, 1211,
	].map(String);

	it.each(PROOFS)('%s proves that nothing was done', (code) => {
		expect(mayHaveHappened(statusFailure(code, 'any', 'words'))).toBe(false);
	});

	const others = Object.keys(STATUS_CODES).filter((code) => !PROOFS.includes(code));

	it.each([...others, '9999', ''])(
		'%j leaves it open whether the request was carried out',
		(code) => {
			expect(mayHaveHappened(statusFailure(code, 'any', 'words'))).toBe(true);
		},
	);

	it.each([
		['xxxfail', 'Authorization failed', ': xxxfail, Authorization failed'],
		['xxxfail', '', ': xxxfail'],
		['', 'Authorization failed', ': Authorization failed'],
		['same', 'same', ': same'],
		['授权失败', 'Authorization failed', ': 授权失败, Authorization failed'],
		['', '', ''],
	])('adds desc %j and codemsg %j as “%s”', (desc, codemsg, added) => {
		expect(statusFailure('1003', codemsg, desc).message).toBe(
			`Operation Failed (code 1003)${added}`,
		);
	});

	it('with an unknown code sends to the provider', () => {
		expect(statusFailure('9999', '', '').advice).toBe(ASK);
	});

	it('without a code says so', () => {
		expect(statusFailure('', '', 'xxxfail')).toMatchObject({
			code: 'UNKNOWN',
			message: 'The provider could not do it (code missing): xxxfail',
			advice: ASK,
		});
	});

	it('cuts what the provider says after 200 characters', () => {
		const words = statusFailure('1003', 'y'.repeat(100_000), 'x'.repeat(150)).message;
		expect(words).toBe(`Operation Failed (code 1003): ${'x'.repeat(150)}, ${'y'.repeat(48)}`);
	});
});

describe('an answer that is not one of Yunhu', () => {
	it.each([
		['EMPTY_ANSWER', /empty/],
		['HTML_ANSWER', /web page/],
		['NOT_JSON', /incomplete or not JSON/],
		['ANSWER_TOO_LARGE', /too large/],
		['NOT_YUNHU', /no “ret”/],
		['NO_DATA', /no status/],
		['NO_RESULT', /lacks/],
	] as const)('%s: the provider may have carried out the request', (code, message) => {
		const failure = answerIsNotYunhu(code);
		expect(failure).toMatchObject({ level: 'transport', code, mayHaveHappened: true });
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(/API URL/);
		expect(failure.isTransient).toBe(code !== 'ANSWER_TOO_LARGE');
		expect(failure).not.toHaveProperty('httpStatus');
	});
});

describe('an HTTP status', () => {
	it.each([
		[400, false],
		[401, false],
		[403, false],
		[404, false],
		[408, true],
		[425, true],
		[429, true],
		[499, false],
		[500, true],
		[502, true],
		[503, true],
		[504, true],
		[599, true],
	])(
		'of %d is named and proves nothing; whether another attempt can cure it is %s',
		(status, cure) => {
			const failure = httpStatusFailure(status);
			expect(failure).toMatchObject({
				level: 'transport',
				code: `HTTP_${status}`,
				httpStatus: status,
				message: `The server answered with HTTP status ${status}`,
				mayHaveHappened: true,
			});
			expect(failure.isTransient === true).toBe(cure);
		},
	);

	it('of 429 says how long to wait', () => {
		expect(httpStatusFailure(429, '', 17)).toMatchObject({
			retryAfterSeconds: 17,
			advice: expect.stringMatching(/wait 17 seconds, and set Requests per Second/),
		});
		expect(httpStatusFailure(429)).not.toHaveProperty('retryAfterSeconds');
		expect(httpStatusFailure(429).advice).toMatch(/wait a little, and set/);
	});

	it.each([
		[404, /Check the API URL/],
		[499, /Check the API URL/],
		[500, /wait a little/],
		[503, /wait a little/],
	])('of %d advises %s', (status, advice) => {
		expect(httpStatusFailure(status).advice).toMatch(advice);
	});

	it.each([300, 301, 302, 303, 307, 308, 399])(
		'of %d is a redirect to follow by hand',
		(status) => {
			const failure = httpStatusFailure(status, 'https://other.example.com/api');
			expect(failure).toMatchObject({
				code: `HTTP_${status}`,
				httpStatus: status,
				message: 'The API URL redirects to another address (other.example.com)',
				advice: 'Check the API URL in the credential.',
			});
			expect(failure).not.toHaveProperty('isTransient');
		},
	);

	it.each([
		undefined,
		'',
		'/login?token=hidden-1',
		'/login?next=//hidden.example.com/',
		'/login?next=https://hidden.example.com/',
	])('of a redirect to %j still says so', (location) => {
		expect(httpStatusFailure(302, location).message).toBe(
			'The API URL redirects to another address',
		);
	});

	it.each([
		['https://other.example.com/login?token=hidden-1&x=1', 'other.example.com'],
		['https://other.example.com/#hidden-1', 'other.example.com'],
		['http://other.example.com/hidden-1', 'other.example.com'],
		['https://me:hidden-1@other.example.com/api', 'other.example.com'],
		['//me:hidden-1@other.example.com:8443/api', 'other.example.com:8443'],
	])('of a redirect to %s shows the host %s alone', (location, shown) => {
		const failure = httpStatusFailure(302, location);
		expect(failure.message).toBe(`The API URL redirects to another address (${shown})`);
		expect(JSON.stringify(failure)).not.toContain('hidden-1');
	});

	it.each([206, 299, 400])('of %d is no redirect', (status) => {
		expect(httpStatusFailure(status, 'https://other.example.com/').message).toBe(
			`The server answered with HTTP status ${status}`,
		);
	});

	it('cuts the host of a redirect after 200 characters', () => {
		const { message } = httpStatusFailure(302, `//${'x'.repeat(100_000)}/`);
		expect(message).toBe(`The API URL redirects to another address (${'x'.repeat(200)})`);
	});
});

describe('a network error', () => {
	it.each([
		['ENOTFOUND', 'HOST_NOT_FOUND', false],
		['EAI_AGAIN', 'HOST_NOT_FOUND', false],
		['ECONNREFUSED', 'UNREACHABLE', false],
		['EHOSTUNREACH', 'CONNECTION_LOST', true],
		['ENETUNREACH', 'CONNECTION_LOST', true],
		['ETIMEDOUT', 'TIMEOUT', true],
		['ECONNABORTED', 'TIMEOUT', true],
		['ECONNRESET', 'CONNECTION_LOST', true],
		['EPIPE', 'CONNECTION_LOST', true],
		['ERR_BAD_RESPONSE', 'CONNECTION_LOST', true],
		['ERR_CANCELED', 'CANCELLED', true],
		['ESOMETHINGELSE', 'CONNECTION_LOST', true],
		['', 'CONNECTION_LOST', true],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERTIFICATE', false],
		['SELF_SIGNED_CERT_IN_CHAIN', 'CERTIFICATE', false],
		['CERT_HAS_EXPIRED', 'CERTIFICATE', false],
		['CERT_NOT_YET_VALID', 'CERTIFICATE', false],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERTIFICATE', false],
		['HOSTNAME_MISMATCH', 'CERTIFICATE', false],
		['INVALID_CA', 'CERTIFICATE', false],
		['INVALID_PURPOSE', 'CERTIFICATE', false],
		['PATH_LENGTH_EXCEEDED', 'CERTIFICATE', false],
		['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'CERTIFICATE', false],
		['CRL_HAS_EXPIRED', 'CERTIFICATE', false],
		['UNABLE_TO_GET_CRL', 'CERTIFICATE', false],
		['EPROTO', 'CONNECTION_LOST', true],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'CONNECTION_LOST', true],
		['ERR_SSL_BAD_RECORD_MAC', 'CONNECTION_LOST', true],
		['constructor', 'CONNECTION_LOST', true],
		['CERT_UNTRUSTED', 'CERTIFICATE', false],
		['CERT_REVOKED', 'CERTIFICATE', false],
		['UNABLE_TO_GET_ISSUER_CERT', 'CERTIFICATE', false],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERTIFICATE', false],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'CERTIFICATE', false],
	])('%s is %s, and whether it may have happened is %s', (errorCode, code, doubt) => {
		const failure = networkFailure(errorCode);
		expect(failure).toMatchObject({ level: 'transport', code });
		expect(mayHaveHappened(failure)).toBe(doubt);
		expect(failure).not.toHaveProperty('httpStatus');
	});

	it.each([
		['EHOSTUNREACH', 'UNREACHABLE'],
		['ENETUNREACH', 'UNREACHABLE'],
		['ECONNREFUSED', 'UNREACHABLE'],
		['ETIMEDOUT', 'UNREACHABLE'],
		['ECONNRESET', 'UNREACHABLE'],
		['EADDRNOTAVAIL', 'UNREACHABLE'],
		['', 'UNREACHABLE'],
		['ENOTFOUND', 'HOST_NOT_FOUND'],
		['EPROTO', 'NO_HTTPS'],
		['NOT_EPROTO', 'UNREACHABLE'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'NO_HTTPS'],
		['CERT_HAS_EXPIRED', 'CERTIFICATE'],
	])('%s while connecting is %s: nothing was sent', (errorCode, code) => {
		const failure = networkFailure(errorCode, true);
		expect(failure).toMatchObject({ level: 'transport', code, mayHaveHappened: false });
	});

	it.each([
		['ETIMEDOUT', true],
		['ECONNRESET', true],
		['ERR_CANCELED', false],
		['ENOTFOUND', false],
		['ECONNREFUSED', false],
		['CERT_HAS_EXPIRED', false],
	])('%s can be cured by another attempt: %s', (errorCode, cure) => {
		expect(networkFailure(errorCode).isTransient === true).toBe(cure);
	});

	it('of TLS while connecting says that the server does not accept HTTPS', () => {
		expect(networkFailure('EPROTO', true)).toMatchObject({
			message: 'The server does not accept HTTPS at this address',
			advice: 'Check the API URL in the credential.',
		});
	});

	it.each([
		['ENOTFOUND', /name is unknown/, /API URL/],
		['ECONNREFUSED', /cannot reach/, /firewall/],
		['ETIMEDOUT', /The server did not respond in time/, /Time Limit/],
		['ECONNRESET', /connection broke/, /Try again later/],
		['ERR_CANCELED', /canceled/, /take out/],
		['CERT_HAS_EXPIRED', /certificate/, /API URL/],
	])('%s reads %s and advises %s', (errorCode, message, advice) => {
		const failure = networkFailure(errorCode);
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(advice);
	});
});

describe('an input that cannot be sent', () => {
	it('is named in the caller’s words, and nothing was sent', () => {
		expect(inputFailure('Voice File is empty', 'Fill it in.')).toEqual({
			level: 'input',
			code: 'INPUT',
			message: 'Voice File is empty',
			advice: 'Fill it in.',
		});
	});
});

it('in one line are the message and the advice', () => {
	expect(inOneLine(retFailure('602', ''))).toBe(
		'The authorization of the app ID has expired (ret 602). Ask Yunhu Technology to extend it.',
	);
});

it('a code that is no code of the table is unknown, whatever its text', () => {
	expect(statusFailure('constructor', '', '').message).toBe(
		'The provider could not do it (code constructor)',
	);
});
