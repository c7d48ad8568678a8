import type { CallRecord } from '../events/types';

/*
 * The simplified items of the operations. The editor's output previews (`__schema__`) are generated from these types:
 * `npm run docs:generate`.
 */

export interface PlayVoiceOutput {
	/** The provider has taken the order to call; whether anybody answers is told by the call record. */
	accepted: true;
	/** The cleaned number that was sent. */
	destinationNumber: string;
	/** What comes back with every callback of this call. */
	customData: string;
	/** The provider's own words. */
	message: string;
	/** ISO 8601, or `null` where the provider gave no readable time. */
	requestedAt: string | null;
	respondedAt: string | null;
}

export type ResumeWaitingOutput = CallRecord & {
	/** Whether the workflow that waits for this call has been woken. */
	resumed: boolean;
	/** Why not. */
	reason?: string;
};

/** A recording and the link under which it can be fetched for some minutes. */
export interface RecordingOutput {
	fileName: string;
	downloadUrl: string;
	/** ISO 8601, or `null` where the provider gave no readable time. */
	expiresAt: string | null;
	/** The provider's own words. */
	message: string;
}

export interface LogoutOutput {
	loggedOut: true;
	/** Whether the provider still knew the login. */
	wasLoggedIn: boolean;
	loggedInAgain: boolean;
}
