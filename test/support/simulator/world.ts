/** What the services work on, and what a service is. */

import type { Account } from './account';
import type { Answer } from './answers';
import type { Bills } from './bills';
import type { Calls } from './calls';
import type { Campaigns } from './campaigns';
import type { FieldTable } from './checks';
import type { Recordings } from './recordings';
import type { Tokens } from './tokens';
import type { SimulatorSettings } from './types';

export interface World {
	settings: SimulatorSettings;
	account: Account;
	bills: Bills;
	calls: Calls;
	campaigns: Campaigns;
	recordings: Recordings;
	tokens: Tokens;
	/** Milliseconds since the epoch: extensions are idle since then. */
	startedAt: number;
}

/** Returns a field as sent; '' for one that was not sent. */
export type Read = (name: string) => string;

export interface Service {
	fields: FieldTable;
	/** Serves a request that passed the checks and, except for Login, has a valid token. */
	serve: (read: Read, world: World) => Answer;
}

/** By full name. */
export type Services = Readonly<Record<string, Service>>;
