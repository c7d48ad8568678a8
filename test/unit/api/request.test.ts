import { type INode, NodeApiError } from 'n8n-workflow';
import { failureOfError, LoginFailed } from '../../../nodes/YunhuVoice/api/request';
import { retFailure } from '../../../nodes/YunhuVoice/api/errors';
import { SessionEnded } from '../../../nodes/YunhuVoice/api/session';

/** The error n8n makes of one that a request or a credential threw. n8n 1 does not tell its cause. */
function wrapped(error: Error, n8n: 1 | 2): NodeApiError {
	const wrapper = new NodeApiError({ name: 'Yunhu Voice' } as INode, error as never);
	if (n8n === 1) delete wrapper.cause;
	return wrapper;
}

describe.each([1, 2] as const)('what a request failed of, on n8n %d', (n8n) => {
	it('is the reason of a login that failed, and nothing was sent', () => {
		const failure = failureOfError(wrapped(new LoginFailed(retFailure('601', '')), n8n));
		expect(failure).toMatchObject({ level: 'ret', code: '601', mayHaveHappened: false });
		expect(failure.message).toMatch(/^The login failed: /);
	});

	it('is a dead token where no login helps', () => {
		expect(failureOfError(wrapped(new SessionEnded(), n8n))).toMatchObject({ code: '600' });
	});

	it.each([
		['ECONNREFUSED', 'UNREACHABLE'],
		['ECONNABORTED', 'TIMEOUT'],
		['ERR_CANCELED', 'CANCELLED'],
		['ECONNRESET', 'CONNECTION_LOST'],
	])('is told by the network’s code %s', (code, expected) => {
		const failure = failureOfError(wrapped(Object.assign(new Error('x'), { code }), n8n));
		expect(failure).toMatchObject({ level: 'transport', code: expected });
	});
});
