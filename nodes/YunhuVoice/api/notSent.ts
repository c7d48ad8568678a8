import { type Failure, inOneLine } from '../shared/result';

/** The content of a `NotSent`. n8n wraps what a credential throws in an error, and keeps this as its `context.data`. */
interface Reason {
	isNotSent: true;
	/** Missing if the request only asked for a session, and there is one. */
	failure?: Failure;
}

/**
 * Thrown by the credential instead of sending a request.
 *
 * After HTTP status 401 n8n runs the credential's `preAuthentication`, stores the new token for all processes and sends the request
 * again. The provider answers an expired token with status 200, after which n8n does nothing of this.
 */
export class NotSent extends Error {
	readonly response: { status?: 401; data: Reason };

	/** @param status 401 where n8n has to log in first */
	constructor(failure?: Failure, status?: 401) {
		super(failure ? inOneLine(failure) : 'There is a session');
		this.response = {
			...(status && { status }),
			data: { isNotSent: true, ...(failure && { failure }) },
		};
	}
}

/** What the credential threw instead of sending, if an error comes from that. */
export function notSentOf(error: unknown): Reason | undefined {
	if (!(error instanceof Error)) return undefined;
	const { context } = error as Error & { context?: { data?: Partial<Reason> } };
	return context?.data?.isNotSent ? (context.data as Reason) : undefined;
}
