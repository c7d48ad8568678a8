import {
	type Failure,
	MAY_BE_DONE,
	inOneLine,
	inputFailure,
	sentAtLast,
	withDoubt,
} from '../../../nodes/YunhuVoice/shared/result';

const LOST: Failure = {
	level: 'transport',
	code: 'TIMEOUT',
	message: 'No answer',
	advice: 'Try again.',
	mayHaveHappened: true,
};
const REFUSED = inputFailure('The number is empty', 'Fill it in.');

it('a failure after which the request may have been carried out says so, with other advice', () => {
	expect(withDoubt(LOST, MAY_BE_DONE, 'Look first.')).toEqual({
		...LOST,
		message: 'No answer: the provider may have carried out the request',
		advice: 'Look first.',
	});
	expect(withDoubt(REFUSED, MAY_BE_DONE, 'Look first.')).toEqual(REFUSED);
});

it('a failure says when the last request was sent, if any was', () => {
	expect(sentAtLast(REFUSED, 5)).toEqual({ ...REFUSED, sentAt: 5 });
	expect(sentAtLast(REFUSED, undefined)).toBe(REFUSED);
	expect(sentAtLast({ ...LOST, sentAt: 7 }, 5)).toEqual({ ...LOST, sentAt: 7 });
	expect(sentAtLast({ ...LOST, sentAt: 7 }, undefined)).toEqual({ ...LOST, sentAt: 7 });
});

it('a failure in one line is its message and its advice', () => {
	expect(inOneLine(REFUSED)).toBe('The number is empty. Fill it in.');
});
