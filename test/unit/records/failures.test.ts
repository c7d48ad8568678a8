import { afterFailure, type Failures, NONE } from '../../../nodes/YunhuVoice/records/failures';
import type { Failure } from '../../../nodes/YunhuVoice/shared/result';

const HOUR = 3_600_000;
const PASSING: Failure = { level: 'transport', code: 'TIMEOUT', message: 'm', advice: 'a' };

/** At which of these moments n8n is told. */
function toldAt(failure: Failure, moments: number[], when: 'never' | 'always' | 'ifDue' = 'ifDue') {
	let failures: Failures = NONE;
	return moments.filter((moment) => {
		const told = afterFailure(failures, failure, moment, when);
		failures = told.failures;
		return told.isReported;
	});
}

it('tells of a passing failure the third time in a row, then once an hour', () => {
	const moments = [1, 2, 3, 4, 3 + HOUR - 1, 3 + HOUR, 4 + HOUR, 3 + 2 * HOUR];
	expect(toldAt(PASSING, moments)).toEqual([3, 3 + HOUR, 3 + 2 * HOUR]);
});

it.each<[string, Partial<Failure>]>([
	['ret 601', { level: 'ret', code: '601' }],
	['ret 602', { level: 'ret', code: '602' }],
	['ret 603', { level: 'ret', code: '603' }],
	['ret 604', { level: 'ret', code: '604' }],
	['a refused login', { level: 'status', code: '1003', forAll: true }],
	['a wrong setting', { level: 'input', code: 'INPUT' }],
])('tells of %s at once, then once an hour', (_, failure) => {
	const moments = [1, 2, 3, 4, 1 + HOUR];
	expect(toldAt({ ...PASSING, ...failure }, moments)).toEqual([1, 1 + HOUR]);
});

it.each<[string, Partial<Failure>]>([
	['ret 600', { level: 'ret', code: '600' }],
	['a status', { level: 'status', code: '1010' }],
	['a login that failed on the way', { forAll: false }],
])('takes %s for a passing failure', (_, failure) => {
	expect(toldAt({ ...PASSING, ...failure }, [1, 2, 3])).toEqual([3]);
});

it('tells again after an hour when the clock was set back', () => {
	expect(toldAt(PASSING, [1, 2, 3 * HOUR, HOUR])).toEqual([3 * HOUR, HOUR]);
});

it('tells of a refusal at once although it told of a passing failure just before', () => {
	const { failures } = afterFailure(NONE, PASSING, 1, 'always');
	const refusal: Failure = { ...PASSING, level: 'ret', code: '603' };
	const told = afterFailure(failures, refusal, 2, 'ifDue');
	expect(told.isReported).toBe(true);
	expect(afterFailure(told.failures, refusal, 3, 'ifDue').isReported).toBe(false);
	expect(afterFailure(told.failures, PASSING, 3, 'ifDue').isReported).toBe(false);
});

it('tells nobody while n8n starts, and the next time as if it were the first', () => {
	const { failures, isReported } = afterFailure(NONE, { ...PASSING, code: '603' }, 1, 'never');
	expect(isReported).toBe(false);
	expect(afterFailure(failures, { ...PASSING, code: '603' }, 2, 'ifDue').isReported).toBe(true);
});

it('tells whoever publishes of any failure', () => {
	expect(toldAt(PASSING, [1], 'always')).toEqual([1]);
});
