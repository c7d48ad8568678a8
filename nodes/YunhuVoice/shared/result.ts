/** What a function returns instead of throwing: a value, or what went wrong. */
export type Result<Value, Problem = Failure> =
	| { ok: true; value: Value }
	| { ok: false; failure: Problem };

/** Where a failure comes from: the answer's `ret`, its `data.status`, the way there and back, or the user's input. */
export type FailureLevel = 'ret' | 'status' | 'transport' | 'input';

/** A failure in words. Holds no secret: it is shown, stored and handed to the next node. */
export interface Failure {
	level: FailureLevel;
	/** The provider's code as text (`600`, `1003`), or a word of ours (`TIMEOUT`, `NOT_JSON`). */
	code: string;
	/** What happened, in one sentence. */
	message: string;
	/** What the user can do. */
	advice: string;
	/** The answer does not prove that nothing was done: repeating the request could ring a person twice. */
	mayHaveHappened?: boolean;
	/** Another attempt can succeed. Counts only where the request may be repeated. */
	isTransient?: boolean;
	/** How long the server asks to wait before another attempt. Seconds. */
	retryAfterSeconds?: number;
	/** When the request was sent, in milliseconds; missing where it was not sent. */
	sentAt?: number;
	/** The account itself is refused: every other item would fail in the same way. */
	forAll?: boolean;
	/** HTTP status of the answer, where that is what failed. */
	httpStatus?: number;
}

export const succeed = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });

export const fail = <Problem>(failure: Problem): { ok: false; failure: Problem } => ({
	ok: false,
	failure,
});

/** The user's input cannot be sent. Nothing was sent. */
export const inputFailure = (message: string, advice: string): Failure => ({
	level: 'input',
	code: 'INPUT',
	message,
	advice,
});

/** A failure as one text, for places that show a single line. */
export const inOneLine = ({ message, advice }: Failure): string => `${message}. ${advice}`;
