import type { IDataObject } from 'n8n-workflow';
import type { NamedCode, Outcome } from '../shared/codes';
import type { CallItem } from './callItem';
import type { CampaignStatus } from './campaignStatus';
import type { Recording } from './recording';

export type CallbackEvent = 'extensionStatus' | 'callRecord' | 'campaignStatus';

/** A callback's body as it came: keys in any letter case, values as text, numbers or null. */
export type RawCallback = IDataObject;

/*
 * The items below are also the source of docs/fields.md (`npm run docs:generate`): a field's comment is what users read,
 * `@provider` says which fields of the provider it is made of.
 */

/** An extension's state in a call (provider page "Extension call state callback"). */
export interface ExtensionStatus extends CallItem {
	/** Always `extensionStatus` */
	event: 'extensionStatus';
	/**
	 * The other leg (side B) of the call
	 * @provider `buuid`
	 */
	otherLegId: string | null;
	/**
	 * `ringing` (`ring`), `answered` (`answer`), `hungUp` (`hangup`), else as received
	 * @provider `status`
	 */
	status: string;
	/**
	 * `agent` (`false`) or `customer` (`true`): whose phone the status is about
	 * @provider `isbleg`
	 */
	leg: 'agent' | 'customer' | null;
	/**
	 * `inbound` (`callin`, `1`), `outbound` (`callout`, `2`), else as received
	 * @provider `direction`
	 */
	direction: string | null;
	/**
	 * Who calls: an extension or a number
	 * @provider `caller`
	 */
	caller: string | null;
	/**
	 * Who is called
	 * @provider `callee`
	 */
	callee: string | null;
	/**
	 * The provider's server
	 * @provider `ip`
	 */
	serverIp: string | null;
	/**
	 * The provider's call type, as received
	 * @provider `type`
	 */
	callType: string | null;
}

/** A finished call (provider page "Call record callback"). */
export interface CallRecord extends CallItem {
	/** Always `callRecord` */
	event: 'callRecord';
	/**
	 * The record
	 * @provider `id`
	 */
	recordId: string | null;
	/**
	 * Whether `talkSeconds` is more than 0; where the talk time cannot be read, whether there is an answer time
	 * @provider `billsec`, else `answertime`
	 */
	answered: boolean;
	/**
	 * `inbound` (`callin`, `1`), `outbound` (`callout`, `2`), else as received
	 * @provider `direction`, else `type`
	 */
	direction: string | null;
	/**
	 * The number called
	 * @provider `destnumber`
	 */
	destinationNumber: string | null;
	/**
	 * The agent's employee number
	 * @provider `crmid`, `userid`
	 */
	employeeId: string | null;
	/**
	 * The provider's member id, a custom parameter
	 * @provider `memberid`
	 */
	memberId: string | null;
	/**
	 * The Maturity option, a custom parameter; newer platforms call it `ext`
	 * @provider `chengshudu`, `ext`
	 */
	maturity: string | null;
	/**
	 * The key the person pressed
	 * @provider `userkey`
	 */
	pressedKey: string | null;
	/**
	 * When it was answered
	 * @provider `answertime`
	 * @format date-time
	 */
	answeredAt: string | null;
	/**
	 * When it ended
	 * @provider `endtime`
	 * @format date-time
	 */
	endedAt: string | null;
	/**
	 * Seconds before the answer
	 * @provider `duration`
	 */
	waitSeconds: number | null;
	/**
	 * Seconds after the answer
	 * @provider `billsec`
	 */
	talkSeconds: number | null;
	/**
	 * Why the call ended
	 * @provider `hangupcause`
	 */
	hangupCause: NamedCode | null;
	/**
	 * Who hung up (10040 caller, 10041 callee); other hang-up codes occur too
	 * @provider `hangupdirection`
	 */
	hangupDirection: NamedCode | null;
	/**
	 * `null` when nothing was recorded
	 * @provider see below
	 */
	recording: Recording | null;
	/**
	 * The predictive task, sent by newer platforms
	 * @provider `taskid`
	 */
	taskId: string | null;
	/**
	 * The round of that task, sent by newer platforms
	 * @provider `round`
	 */
	round: number | null;
	/**
	 * How the call ended: `answered`, `noAnswer`, `busy`, `rejected`, `cancelled`, `unreachable`, `invalidNumber`, `blocked`, `lineFailure` or `other`; see [Outcomes](codes.md#outcomes)
	 * @provider `billsec`, `hangupcause`, `hangupdirection`
	 */
	outcome: Outcome;
	/** Whether another call may reach the person: after `noAnswer`, `busy`, `unreachable` and `lineFailure` */
	worthRetrying: boolean;
	/** `callback`, or `query` where n8n has asked for the record. With `query` the provider does not say `callId`, `companyCode`, `pressedKey`, `taskId`, `round` and `recording.url`: `null` does not mean "none" */
	source: 'callback' | 'query';
}

/** The simplified item of a callback. */
export type EventItem = ExtensionStatus | CallRecord | CampaignStatus;
