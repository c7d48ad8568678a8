import type { Failure } from '../shared/result';

/**
 * Says of a failure after which nobody knows whether the request was carried out that it may have been.
 *
 * @param advice what to do before the request is sent again.
 */
export const withDoubt = (failure: Failure, advice: string): Failure =>
	failure.mayHaveHappened
		? {
				...failure,
				message: `${failure.message}: the provider may have carried out the request`,
				advice,
			}
		: failure;
