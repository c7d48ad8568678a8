import { isSameSecret } from '../shared/secret';

/**
 * Whether a callback brings the secret, compared in constant time.
 *
 * @param secret the credential's; an empty one lets nobody in.
 * @param offered what came as `?secret=` and as header; one that matches is enough.
 */
export const bringsSecret = (secret: string, offered: unknown[]): boolean =>
	secret !== '' && offered.some((text) => typeof text === 'string' && isSameSecret(text, secret));
