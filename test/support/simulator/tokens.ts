/** Tokens: 32 hex characters, valid 12 hours (common-api, "Obtain authorization token"). */

import { randomBytes } from 'node:crypto';
import type { SimulatorSettings } from './types';

export class Tokens {
	private readonly issued = new Map<string, { at: number; outdated: boolean }>();

	constructor(private readonly settings: SimulatorSettings) {}

	issue(): string {
		const valid = [...this.issued.keys()].find((token) => this.isValid(token));
		if (this.settings.sameTokenUntilLogout && valid) return valid;
		if (this.settings.singleSession) this.clear();
		const token = randomBytes(16).toString('hex');
		this.issued.set(token, { at: Date.now(), outdated: false });
		return token;
	}

	isValid(token: string): boolean {
		const entry = this.issued.get(token);
		return !!entry && Date.now() - entry.at < this.settings.tokenLifeSeconds * 1000;
	}

	/** Whether the token was issued before the last new extension (code 1010). */
	isOutdated(token: string): boolean {
		return this.issued.get(token)?.outdated ?? false;
	}

	outdate(): void {
		for (const entry of this.issued.values()) entry.outdated = true;
	}

	revoke(token: string): void {
		this.issued.delete(token);
	}

	clear(): void {
		this.issued.clear();
	}
}
