import { retCode, statusCode } from '../shared/codes';
import { lookUp } from '../shared/lookup';
import type { Failure } from '../shared/result';

const CHECK_URL = 'Check the API URL in the credential.';

/** The provider's own words, shortened, as an addition to a message; empty if they add nothing. */
const inItsWords = (...words: string[]): string => {
	const said = [...new Set(words.filter((word) => word !== ''))].join(', ').slice(0, 200);
	return said === '' ? '' : `: ${said}`;
};

/** Temporary failures inside the provider: another attempt can succeed. */
const SERVER_ERROR = /^5\d\d$/;

/** The provider refused at the outer level (`ret` is not 200). */
export function retFailure(ret: string, msg: string): Failure {
	const known = retCode(ret);
	return {
		level: 'ret',
		code: ret,
		mayHaveHappened: !known?.provesNotDone,
		...(SERVER_ERROR.test(ret) && { isTransient: true }),
		message: `${known?.meaning ?? 'The provider refused the request'} (ret ${ret})${inItsWords(msg)}`,
		advice: known?.advice ?? 'Contact Yunhu Technology and give them this code.',
	};
}

/** The request was understood but not carried out (`data.status` is not 0). */
export function statusFailure(code: string, codemsg: string, desc: string): Failure {
	const known = statusCode(code);
	return {
		level: 'status',
		code: code || 'UNKNOWN',
		mayHaveHappened: !known?.provesNotDone,
		message: `${known?.name ?? 'The provider could not do it'} (code ${code || 'missing'})${inItsWords(desc, codemsg)}`,
		advice: known?.advice ?? 'Contact Yunhu Technology and give them this code.',
	};
}

const NOT_YUNHU = {
	EMPTY_ANSWER: 'The response is empty',
	HTML_ANSWER: 'The response is a web page, not data',
	NOT_JSON: 'The response is incomplete or not JSON',
	ANSWER_TOO_LARGE: 'The response is too large to come from Yunhu',
	NOT_YUNHU: 'The response does not come from Yunhu: it has no “ret” field',
	NO_DATA: 'The response reports success but has no status',
	NO_RESULT: 'The response reports success but lacks the requested data',
} as const;

/** Something answered, but not as the provider's pages describe. */
export const answerIsNotYunhu = (code: keyof typeof NOT_YUNHU): Failure => ({
	level: 'transport',
	code,
	mayHaveHappened: true,
	isTransient: code !== 'ANSWER_TOO_LARGE',
	message: NOT_YUNHU[code],
	advice: `${CHECK_URL} If it is correct, wait a little and try again.`,
});

/** Temporary failures and limits of a server or proxy: another attempt can succeed. */
const isTransientStatus = (status: number): boolean =>
	status >= 500 || status === 408 || status === 425 || status === 429;

/**
 * The answer's HTTP status is not a success. The provider answers its own errors with 200.
 *
 * @param retryAfterSeconds how long the server asks to wait.
 */
export function httpStatusFailure(
	status: number,
	location = '',
	retryAfterSeconds?: number,
): Failure {
	const redirected = status >= 300 && status < 400;
	const host = hostOf(location);
	return {
		level: 'transport',
		code: `HTTP_${status}`,
		httpStatus: status,
		// A server, or a proxy before it, can have passed the request on before it failed.
		mayHaveHappened: true,
		...(isTransientStatus(status) && { isTransient: true }),
		...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
		message: redirected
			? `The API URL redirects to another address${host && ` (${host})`}`
			: `The server answered with HTTP status ${status}`,
		advice: adviceFor(status, retryAfterSeconds),
	};
}

function adviceFor(status: number, retryAfterSeconds?: number): string {
	if (status === 429) {
		const wait = retryAfterSeconds === undefined ? 'a little' : `${retryAfterSeconds} seconds`;
		return `The server is receiving too many requests: wait ${wait}, and set Requests per Second in the options.`;
	}
	return status >= 500
		? 'The provider, or a proxy in front of it, has a problem: wait a little and try again.'
		: CHECK_URL;
}

/** The host of an address. The rest can contain a password or a token. */
const hostOf = (address: string): string =>
	/^(?:https?:)?\/\/(?:[^/?#]*@)?([^/?#@]+)/i.exec(address)?.[1]?.slice(0, 200) ?? '';

type NetworkProblem = Pick<Failure, 'code' | 'message' | 'advice' | 'isTransient'> & {
	mayHaveHappened: boolean;
};

const LOOK_AT_THE_NETWORK = `${CHECK_URL} If it is correct, check the network and firewall of your n8n server.`;

const HOST_NOT_FOUND: NetworkProblem = {
	code: 'HOST_NOT_FOUND',
	message: 'The server’s name is unknown',
	advice: LOOK_AT_THE_NETWORK,
	mayHaveHappened: false,
};
const UNREACHABLE: NetworkProblem = {
	code: 'UNREACHABLE',
	message: 'n8n cannot reach the server',
	advice: LOOK_AT_THE_NETWORK,
	mayHaveHappened: false,
};
const NO_HTTPS: NetworkProblem = {
	code: 'NO_HTTPS',
	message: 'The server does not accept HTTPS at this address',
	advice: CHECK_URL,
	mayHaveHappened: false,
};
const CERTIFICATE: NetworkProblem = {
	code: 'CERTIFICATE',
	message: 'The certificate of the server is not trusted',
	advice: `${CHECK_URL} If it is correct, ask Yunhu Technology to fix the certificate of this server.`,
	mayHaveHappened: false,
};
const N8N_REFUSED: NetworkProblem = {
	code: 'REFUSED_BY_N8N',
	message: 'n8n blocked the request: its security settings do not allow this address',
	advice:
		'Ask your n8n administrator to allow the host (N8N_SSRF_ALLOWED_HOSTNAMES, N8N_SSRF_ALLOWED_IP_RANGES). On n8n 1 also check Allowed HTTP Request Domains in the credential.',
	mayHaveHappened: false,
};
const TIMEOUT: NetworkProblem = {
	code: 'TIMEOUT',
	message: 'The server did not respond in time',
	advice: 'Try again later. If this keeps happening, raise Time Limit (Seconds) in the options.',
	mayHaveHappened: true,
	isTransient: true,
};
const CANCELLED: NetworkProblem = {
	code: 'CANCELLED',
	message: 'The execution was canceled before the server responded',
	advice: 'Before you run a list again, take out those who have been called.',
	mayHaveHappened: true,
};
const CONNECTION_LOST: NetworkProblem = {
	code: 'CONNECTION_LOST',
	message: 'The connection broke before the response was complete',
	advice: 'Try again later.',
	mayHaveHappened: true,
	isTransient: true,
};

/** Error codes of Node and axios that always mean the same problem. */
const NETWORK_PROBLEMS: Record<string, NetworkProblem> = {
	ENOTFOUND: HOST_NOT_FOUND,
	EAI_AGAIN: HOST_NOT_FOUND,
	ECONNREFUSED: UNREACHABLE,
	ECONNABORTED: TIMEOUT,
	ETIMEDOUT: TIMEOUT,
	ERR_CANCELED: CANCELLED,
};

/** Node's codes for invalid certificates. They occur before anything is sent. */
const OF_A_CERTIFICATE =
	/CERT|SELF_SIGNED|VERIFY|ISSUER|CRL|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/;

const OF_TLS = /^(EPROTO|ERR_SSL_)/;

function problemOf(errorCode: string, isFromConnecting: boolean): NetworkProblem {
	if (OF_A_CERTIFICATE.test(errorCode)) return CERTIFICATE;
	if (isFromConnecting) {
		if (OF_TLS.test(errorCode)) return NO_HTTPS;
		const known = lookUp(NETWORK_PROBLEMS, errorCode);
		return known && !known.mayHaveHappened ? known : UNREACHABLE;
	}
	// Any other code counts as a lost connection, after which a request may have been carried out.
	return lookUp(NETWORK_PROBLEMS, errorCode) ?? CONNECTION_LOST;
}

/**
 * The request got no answer.
 *
 * @param errorCode Node's or axios's.
 * @param isFromConnecting whether no connection was made, so that nothing was sent.
 */
export const networkFailure = (errorCode: string, isFromConnecting = false): Failure => ({
	level: 'transport',
	...problemOf(errorCode, isFromConnecting),
});

/** n8n's own protection refused the request. */
export const refusedByN8n: Failure = { level: 'transport', ...N8N_REFUSED };
