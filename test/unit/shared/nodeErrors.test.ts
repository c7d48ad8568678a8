import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { cleanNumber } from '../../../nodes/YunhuVoice/actions/call/number';
import { checkAccount } from '../../../nodes/YunhuVoice/api/account';
import {
	answerIsNotYunhu,
	httpStatusFailure,
	networkFailure,
	retFailure,
	statusFailure,
} from '../../../nodes/YunhuVoice/api/errors';
import { RET_CODES, STATUS_CODES } from '../../../nodes/YunhuVoice/shared/codes';
import { nodeErrorOf, publishErrorOf } from '../../../nodes/YunhuVoice/shared/nodeErrors';
import type { Failure, Result } from '../../../nodes/YunhuVoice/shared/result';
import { credentialOf } from '../api/helpers';

const NODE: INode = {
	id: 'a',
	name: 'Yunhu Voice',
	type: 'n8n-nodes-yunhu-voice.yunhuVoice',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const failed = (result: Result<unknown>): Failure => {
	if (result.ok) throw new Error('The example is no failure');
	return result.failure;
};

const FAILURES: Failure[] = [
	...[...Object.keys(RET_CODES), '700'].map((ret) => retFailure(ret, '')),
	...[...Object.keys(STATUS_CODES), '9999', ''].map((code) => statusFailure(code, '', '')),
	retFailure('400', 'Illegal request: invalid parameter'),
	statusFailure('1003', 'Authorization failed', 'xxxfail'),
	...(
		[
			'EMPTY_ANSWER',
			'HTML_ANSWER',
			'NOT_JSON',
			'ANSWER_TOO_LARGE',
			'NOT_YUNHU',
			'NO_DATA',
			'NO_RESULT',
		] as const
	).map((code) => answerIsNotYunhu(code)),
	...[301, 302, 400, 401, 403, 404, 429, 500, 502, 503].map((status) => httpStatusFailure(status)),
	httpStatusFailure(302, 'https://other.example.com/api'),
	...[
		'ENOTFOUND',
		'ECONNREFUSED',
		'ETIMEDOUT',
		'ECONNABORTED',
		'ECONNRESET',
		'ERR_CANCELED',
		'CERT_HAS_EXPIRED',
		'',
	].map((code) => networkFailure(code)),
];

const INPUT_FAILURES: Failure[] = [
	failed(cleanNumber('', 'Destination Number')),
	failed(cleanNumber('abc', 'Destination Number')),
	...[
		{ apiUrl: '' },
		{ apiUrl: 'https://me@yunhu.example.com' },
		{ appId: '' },
		{ accessKey: '' },
		{ serverTimeZone: '' },
	].map((changes) => failed(checkAccount(credentialOf(changes)))),
];

const asCases = (failures: Failure[]): Array<[string, Failure]> =>
	failures.map((failure) => [`${failure.code}: ${failure.message}`, failure]);

describe('n8n shows our words', () => {
	it.each(asCases([...FAILURES, ...INPUT_FAILURES]))('for %s', (_what, failure) => {
		const { message, description, context } = nodeErrorOf(NODE, failure, 3);
		expect({ message, description }).toEqual({
			message: failure.message,
			description: failure.advice,
		});
		expect(context.itemIndex).toBe(3);
	});
});

describe('as a tool of an AI agent, whose model is shown the message alone', () => {
	const TOOL = { ...NODE, type: `${NODE.type}Tool` };

	it.each(asCases([...FAILURES, ...INPUT_FAILURES]))(
		'the message has the advice: %s',
		(_, failure) => {
			const { message, description } = nodeErrorOf(TOOL, failure, 0);
			expect(message).toBe(`${failure.message}. ${failure.advice}`);
			expect(description).toBe(failure.advice);
		},
	);
});

describe('n8n’s kind of error', () => {
	it.each(asCases(FAILURES))('is NodeApiError for %s', (_what, failure) => {
		const error = nodeErrorOf(NODE, failure, 0);
		expect(error).toBeInstanceOf(NodeApiError);
		const { level, code } = failure;
		expect(error).toHaveProperty('errorResponse', { level, reason: code });
		expect(error.context.itemIndex).toBe(0);
		expect(error.node).toBe(NODE);
	});

	it.each(asCases(INPUT_FAILURES))('is NodeOperationError for %s', (_what, failure) => {
		const error = nodeErrorOf(NODE, failure, 0);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.context.itemIndex).toBe(0);
		expect(error.node).toBe(NODE);
	});
});

describe('an HTTP code', () => {
	it.each([302, 404, 500])('is that of the answer: %d', (status) => {
		expect(nodeErrorOf(NODE, httpStatusFailure(status), 0)).toHaveProperty(
			'httpCode',
			String(status),
		);
	});

	it.each(asCases(FAILURES.filter(({ httpStatus }) => httpStatus === undefined)))(
		'is not made of the provider’s: %s',
		(_what, failure) => {
			expect(nodeErrorOf(NODE, failure, 0)).toHaveProperty('httpCode', null);
		},
	);
});

const preexisting = cleanNumber('preexisting', 'Destination Number');
it.each<Failure>([
	retFailure('400', 'Number preexisting'),
	statusFailure('1003', 'approvePermissions', ''),
	httpStatusFailure(302, 'https://other.example.com/noentry/enoent'),
	...(preexisting.ok ? [] : [preexisting.failure]),
])('n8n shows our words for $message', (failure) => {
	expect(nodeErrorOf(NODE, failure, 0).message).toBe(failure.message);
});

it.each(asCases([retFailure('600', ''), ...INPUT_FAILURES]))(
	'where a workflow cannot be published, the message has the advice: %s',
	(_what, failure) => {
		const error = publishErrorOf(NODE, failure);
		expect(error.message).toBe(`${failure.message}. ${failure.advice}`);
		expect(error.description).toBe(failure.advice);
		expect(error.context.itemIndex).toBeUndefined();
	},
);
