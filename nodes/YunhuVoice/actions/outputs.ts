import type { CallRecord } from '../events/types';

/*
 * The simplified items of the operations. The editor's output previews (`__schema__`) are generated from these types:
 * `npm run docs:generate`.
 */

export interface PlayVoiceOutput {
	/** Whether the provider accepted the request to call. The call record says whether anybody answers. */
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

export interface CallFromExtensionOutput extends PlayVoiceOutput {
	extension: string;
}

export interface ConnectTwoPhonesOutput extends CallFromExtensionOutput {
	/** The cleaned number of the phone that rings first. */
	firstNumber: string;
}

export interface HangUpOutput {
	/** Whether the provider accepted the request to hang up. */
	hungUp: true;
	extension: string;
	/** The provider's own words. */
	message: string;
}

export type ResumeWaitingOutput = CallRecord & {
	/** Whether the workflow that waits for this call was resumed. */
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
	/** Whether the token was still valid at the provider. */
	wasLoggedIn: boolean;
	loggedInAgain: boolean;
}
