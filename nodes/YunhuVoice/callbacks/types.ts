import type { IDataObject } from 'n8n-workflow';
import type { NamedCode } from '../api/codes';

export type CallbackEvent = 'extensionStatus' | 'callRecord';

/** A callback's body as it came: keys in any letter case, values as text, numbers or null. */
export type RawCallback = IDataObject;

/** What both kinds of item hold. Ids and phone numbers are text, times ISO 8601, unset values `null`. */
interface CallbackItem {
	/** The same for the same body, different for any other: for finding duplicates. */
	eventId: string;
	/** The provider's `uuid` of the call. */
	callId: string | null;
	/** `inbound` or `outbound`, or the provider's own text. */
	direction: string | null;
	callMethod: NamedCode | null;
	displayNumber: string | null;
	extension: string | null;
	companyCode: string | null;
	/** The text the call was placed with. */
	customData: string | null;
	/** What a waiting workflow added to the custom data. */
	waitReference: string | null;
	startedAt: string | null;
	/** Whatever the provider sent that has no key of its own here, and values that could not be read. */
	otherFields: IDataObject;
}

/** An extension's state in a call (provider page "Extension call state callback"). */
export interface ExtensionStatus extends CallbackItem {
	event: 'extensionStatus';
	/** The other leg's id (`buuid`). */
	otherLegId: string | null;
	/** `ringing`, `answered`, `hungUp`, or the provider's own text. */
	status: string;
	leg: 'agent' | 'customer' | null;
	caller: string | null;
	callee: string | null;
	serverIp: string | null;
	callType: string | null;
}

/** A finished call (provider page "Call record callback"). */
export interface CallRecord extends CallbackItem {
	event: 'callRecord';
	recordId: string | null;
	answered: boolean;
	destinationNumber: string | null;
	employeeId: string | null;
	memberId: string | null;
	maturity: string | null;
	/** The key the person called pressed. */
	pressedKey: string | null;
	answeredAt: string | null;
	endedAt: string | null;
	/** Seconds until the answer. */
	waitSeconds: number | null;
	/** Seconds after the answer. */
	talkSeconds: number | null;
	hangupCause: NamedCode | null;
	hangupDirection: NamedCode | null;
	recording: { fileName: string | null; downloadIp: string | null; url: string | null } | null;
	taskId: string | null;
	round: number | null;
}
