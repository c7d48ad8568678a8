import type { IDataObject } from 'n8n-workflow';
import type { NamedCode } from '../shared/codes';

/** What the items about a call hold. Ids and phone numbers are text, times ISO 8601, unset values `null`. */
export interface CallItem {
	/**
	 * The same for the same body, different for any other; finds [duplicates](trigger.md#duplicates)
	 * @provider whole body
	 */
	eventId: string;
	/**
	 * The call: the same in its extension statuses and its call record
	 * @provider `uuid`
	 */
	callId: string | null;
	/**
	 * How the call was started
	 * @provider `method`, in call records `callmethod`
	 */
	callMethod: NamedCode | null;
	/**
	 * The number shown to the person called
	 * @provider `disnumber`; in a record that was asked for `displaynumber`
	 */
	displayNumber: string | null;
	/**
	 * The agent's extension
	 * @provider `extnumber`
	 */
	extension: string | null;
	/**
	 * Your company at the provider
	 * @provider `companycode`
	 */
	companyCode: string | null;
	/**
	 * The Custom Data the call was placed with, your text alone
	 * @provider `customuuid`
	 */
	customData: string | null;
	/**
	 * Which workflow [waits](waiting.md) for the call
	 * @provider `customuuid`
	 */
	waitReference: string | null;
	/**
	 * When the call started
	 * @provider `starttime`; in extension statuses Unix seconds
	 * @format date-time
	 */
	startedAt: string | null;
	/**
	 * See above; of call records also `type` where `direction` is there, and `downloadip` where nothing was recorded
	 * @provider the rest
	 */
	otherFields: IDataObject;
}
