import { randomBytes } from 'node:crypto';

/** A text that nobody else has: 32 hex characters. */
export const randomId = (): string => randomBytes(16).toString('hex');
