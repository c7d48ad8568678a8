import { getEventListeners } from 'node:events';
import { notStarted } from '../../../nodes/YunhuVoice/api/account';
import type { RequestContext } from '../../../nodes/YunhuVoice/api/context';
import {
	cancelledUnsent,
	newTokenPolicy,
	retry,
	transientPolicy,
	unlessCancelled,
} from '../../../nodes/YunhuVoice/api/retry';
import { fail, type Failure, type Result, succeed } from '../../../nodes/YunhuVoice/shared/result';

const TRANSIENT: Failure = {
	level: 'transport',
	code: 'TIMEOUT',
	message: 'm',
	advice: 'a',
	isTransient: true,
};

const contextOf = (signal?: AbortSignal): RequestContext =>
	({ getExecutionCancelSignal: () => signal }) as RequestContext;

/** Gives one result after the other, and counts. */
function attempts(...results: Array<Result<string>>) {
	let made = 0;
	const attempt = async () => await Promise.resolve(results[made++]!);
	return { attempt, count: () => made };
}

const always = () => 0;

describe('retry', () => {
	it('tries until an attempt succeeds', async () => {
		const { attempt, count } = attempts(fail(TRANSIENT), fail(TRANSIENT), succeed('x'));
		expect(await retry(contextOf(), attempt, always)).toEqual(succeed('x'));
		expect(count()).toBe(3);
	});

	it('ends where no policy wants another attempt', async () => {
		const { attempt, count } = attempts(fail(TRANSIENT), succeed('x'));
		expect(await retry(contextOf(), attempt, () => undefined)).toEqual(fail(TRANSIENT));
		expect(count()).toBe(1);
	});

	it('makes no attempt after the execution was cancelled, and waits no longer', async () => {
		const execution = new AbortController();
		const { attempt, count } = attempts(fail(TRANSIENT), succeed('x'));
		const tried = retry(contextOf(execution.signal), attempt, () => 60_000);
		execution.abort();
		expect(await tried).toEqual(fail(TRANSIENT));
		expect(count()).toBe(1);
	});

	it('tries again where no execution can be cancelled', async () => {
		const { attempt } = attempts(fail(TRANSIENT), succeed('x'));
		expect(await retry({} as RequestContext, attempt, always)).toEqual(succeed('x'));
	});

	it('gives what was sent before the run ended', async () => {
		const sent = { ...TRANSIENT, sentAt: 7 };
		const { attempt, count } = attempts(fail(sent), fail(notStarted));
		expect(await retry(contextOf(), attempt, always)).toEqual(fail(sent));
		expect(count()).toBe(2);
	});

	it('says when something was sent last, also if the last attempt was not sent', async () => {
		const unsent = { ...TRANSIENT, code: 'LOGIN' };
		const { attempt } = attempts(fail({ ...TRANSIENT, sentAt: 7 }), fail(unsent));
		const once = [0, undefined];
		const tried = await retry(contextOf(), attempt, () => once.shift());
		expect(tried).toEqual(fail({ ...unsent, sentAt: 7 }));
	});
});

describe('a failure that another attempt can cure', () => {
	it('is waited for twice, longer the second time', () => {
		const policy = transientPolicy();
		expect([policy(TRANSIENT), policy(TRANSIENT), policy(TRANSIENT)]).toEqual([
			500,
			1500,
			undefined,
		]);
	});

	it.each([
		[0, 500],
		[1, 1_000],
		[60, 60_000],
		[61, undefined],
	])('is waited for as long as the server asks: %d s', (retryAfterSeconds, expected) => {
		expect(transientPolicy()({ ...TRANSIENT, retryAfterSeconds })).toBe(expected);
	});

	it('is no other', () => {
		expect(transientPolicy()({ ...TRANSIENT, isTransient: false })).toBeUndefined();
	});
});

describe('work that other executions share', () => {
	const endless = new Promise<Result<string>>(() => undefined);

	it('is waited for', async () => {
		const execution = new AbortController();
		const work = Promise.resolve(succeed('x'));
		expect(await unlessCancelled(contextOf(execution.signal), work)).toEqual(succeed('x'));
		await new Promise(setImmediate);
		expect(getEventListeners(execution.signal, 'abort')).toEqual([]);
	});

	it('is waited for where n8n cannot cancel', async () => {
		expect(await unlessCancelled(contextOf(), Promise.resolve(succeed('x')))).toEqual(succeed('x'));
	});

	it('is not waited for once the execution is cancelled', async () => {
		const execution = new AbortController();
		const waiting = unlessCancelled(contextOf(execution.signal), endless);
		execution.abort();
		expect(await waiting).toEqual(fail(cancelledUnsent));
		expect(await unlessCancelled(contextOf(execution.signal), endless)).toEqual(
			fail(cancelledUnsent),
		);
	});

	it('throws what it throws', async () => {
		const execution = new AbortController();
		const broken = Promise.reject<Result<string>>(new Error('broken'));
		await expect(unlessCancelled(contextOf(execution.signal), broken)).rejects.toThrow('broken');
	});
});

it('a request that was not sent before the cancellation has done nothing', () => {
	expect(cancelledUnsent.mayHaveHappened).toBe(false);
});

describe('a request that another token can cure', () => {
	const invalidToken = { ...TRANSIENT, code: '600' };
	const extensionException = { ...TRANSIENT, code: '1010' };

	beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0.25));
	afterEach(() => jest.restoreAllMocks());

	it('is sent again at once after 600, then up to a second later, then no more', () => {
		const policy = newTokenPolicy();
		const delays = Array.from({ length: 3 }, () => policy(invalidToken));
		expect(delays).toEqual([0, 250, undefined]);
	});

	it('is sent again once after 1010, at once', () => {
		const policy = newTokenPolicy();
		expect([policy(extensionException), policy(extensionException)]).toEqual([0, undefined]);
	});

	it('counts both codes by themselves', () => {
		const policy = newTokenPolicy();
		expect(
			[invalidToken, extensionException, invalidToken, extensionException].map(policy),
		).toEqual([0, 0, 250, undefined]);
	});

	it('is not sent again after another code, nor where no item can succeed', () => {
		const policy = newTokenPolicy();
		expect(policy({ ...TRANSIENT, code: '1003' })).toBeUndefined();
		expect(policy({ ...invalidToken, forAll: true })).toBeUndefined();
		expect(policy(invalidToken)).toBe(0);
	});
});
