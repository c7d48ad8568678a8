/** What a function returns instead of throwing: a value, or what went wrong. */
export type Result<Value, Problem = Failure> =
	| { ok: true; value: Value }
	| { ok: false; failure: Problem };

/** Where a failure comes from: the answer's `ret`, its `data.status`, the transport, or the user's input. */
type FailureLevel = 'ret' | 'status' | 'transport' | 'input';

/** A failure in words. Contains no secret: n8n shows it, stores it and passes it to the next node. */
export interface Failure {
	level: FailureLevel;
	/** The provider's code as text (`600`, `1003`), or one of this package (`TIMEOUT`, `NOT_JSON`). */
	code: string;
	/** What happened, in one sentence. */
	message: string;
	/** What the user can do. */
	advice: string;
	/** Whether the request may have been carried out all the same. Repeating it could ring a person twice. */
	mayHaveHappened?: boolean;
	/** Whether another attempt can succeed. Used only if the request may be repeated. */
	isTransient?: boolean;
	/** How long the server asks to wait before another attempt. Seconds. */
	retryAfterSeconds?: number;
	/** When the request was sent, in milliseconds; missing if it was not sent. */
	sentAt?: number;
	/** Whether the account itself is refused, so that every other item would fail in the same way. */
	forAll?: boolean;
	/** HTTP status of the answer, if that is the failure. */
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

/** A failure after which the request may have been carried out says so, with the advice to find out before it is sent again. */
export const withDoubt = (failure: Failure, doubt: string, advice: string): Failure =>
	failure.mayHaveHappened
		? { ...failure, message: `${failure.message}: ${doubt}`, advice }
		: failure;

/** A failure after requests were sent: it says when the last one was, also if its own request was not sent. */
export const sentAtLast = (failure: Failure, sentAt: number | undefined): Failure =>
	failure.sentAt === undefined && sentAt !== undefined ? { ...failure, sentAt } : failure;

/** The doubt about a request of which nobody knows what it does. */
export const MAY_BE_DONE = 'the provider may have carried out the request';

/** A failure as one text, for places that show a single line. */
export const inOneLine = ({ message, advice }: Failure): string => `${message}. ${advice}`;
