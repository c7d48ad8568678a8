import { isSameSecret } from '../shared/secret';

/**
 * Whether a callback brings the secret, compared in constant time.
 *
 * @param secret the credential's Callback Secret. If it is empty, every callback is refused.
 * @param offered the values of `?secret=` and of the header. One match is enough.
 */
export const bringsSecret = (secret: string, offered: unknown[]): boolean =>
	secret !== '' && offered.some((text) => typeof text === 'string' && isSameSecret(text, secret));
