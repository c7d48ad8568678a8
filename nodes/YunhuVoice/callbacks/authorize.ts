import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether a callback brings the secret, compared in constant time.
 *
 * @param secret the credential's; an empty one lets nobody in.
 * @param offered what came as `?secret=` and as header; one that matches is enough.
 */
export const bringsSecret = (secret: string, offered: unknown[]): boolean =>
	secret !== '' &&
	offered.some((text) => typeof text === 'string' && timingSafeEqual(digest(text), digest(secret)));
