import type { IDataObject } from 'n8n-workflow';
import type { CallRecord } from '../events/types';
import type { NamedCode } from '../shared/codes';

/*
 * The simplified items of the operations. The editor's output previews (`__schema__`) are generated from these types:
 * `npm run docs:generate`.
 */

export interface PlayVoiceOutput {
	/** Whether the provider accepted the request to call. The call record says whether anybody answers. */
	accepted: boolean;
	/** Only of a rehearsal: nothing was sent, nobody is called. */
	rehearsal?: true;
	/** The cleaned number that was sent. */
	destinationNumber: string;
	/** What comes back with every callback of this call. */
	customData: string;
	/** The provider's own words; `null` of a rehearsal. */
	message: string | null;
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

/** What the account's call records tell of a call that may have been placed. */
export interface CheckIfPlacedOutput {
	/** The Custom Data of the call, your text alone. */
	customData: string;
	/** `true`: its record was found. `false`: none was found although it should be there by now. `null`: nobody can tell yet. */
	placed: boolean | null;
	/** Why it is not `true`; where it is `null`, also when to ask again. */
	reason: string | null;
	/** The call's record, where it was found. */
	record: CallRecord | null;
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

export interface ExtensionOutput {
	/** The extension's number, as text. */
	extension: string | null;
	/** `null` where the provider does not tell, as in all fields below. */
	enabled: boolean | null;
	/** Whether a phone is registered for the extension. */
	registered: boolean | null;
	/** The number shown to the people called. */
	displayNumber: string | null;
	/** What the provider sent beyond these fields; never the SIP password. */
	otherFields: IDataObject;
}

/** What an extension is doing now. */
export interface ExtensionStatusOutput {
	extension: string | null;
	/** The provider's code and its name, such as 1201 Idle. */
	status: NamedCode | null;
	/** Whether the extension can take a call: its status is Idle. */
	isFree: boolean | null;
	/** Who is in the call; `null` without one, as in all fields below. */
	caller: string | null;
	callee: string | null;
	displayNumber: string | null;
	/** `inbound`, `outbound`, or as received. */
	direction: string | null;
	channel: string | null;
	/** Seconds since the last call. */
	idleSeconds: number | null;
	talkSeconds: number | null;
}

export interface ExtensionGroupOutput {
	groupId: string | null;
	/** The group's name, which calls and campaigns are assigned by. */
	name: string | null;
	/** The provider's code and its name. */
	status: NamedCode | null;
	/** What the provider sent beyond these fields. */
	otherFields: IDataObject;
}

export interface GroupMemberOutput {
	/** The name of the group. */
	group: string | null;
	extension: string | null;
	/** `idle`, `busy`, or as received. */
	memberState: string | null;
	/** The state of its last call: `answer`, `hangup`, or as received. */
	callStatus: string | null;
	priority: number | null;
	/** ISO 8601. */
	updatedAt: string | null;
	/** What the provider sent beyond these fields. */
	otherFields: IDataObject;
}

/** A member that was added or removed. */
export interface GroupChangeOutput {
	/** The name of the group. */
	group: string;
	extension: string;
	/** The provider's own words. */
	message: string;
}

/** A member whose state was set. */
export interface MemberStateOutput extends GroupChangeOutput {
	memberState: 'idle' | 'busy';
}

export interface CallerIdOutput {
	/** The number, as text. */
	callerId: string | null;
	/** What the provider sent beyond it. */
	otherFields: IDataObject;
}
