import type { IDataObject } from 'n8n-workflow';
import type { NamedCode } from '../shared/codes';

/** A change of a campaign, in fact its end (provider page "Predictive task status callback"). */
export interface CampaignStatus {
	/** Always `campaignStatus` */
	event: 'campaignStatus';
	/**
	 * The same for the same body, different for any other; finds [duplicates](trigger.md#duplicates)
	 * @provider whole body
	 */
	eventId: string;
	/**
	 * The campaign
	 * @provider `taskid`
	 */
	campaignId: string | null;
	/**
	 * Your company at the provider
	 * @provider `companycode`
	 */
	companyCode: string | null;
	/**
	 * 0 `New`, 1 `Running`, 2 `Paused`, 3 `Ended`; the provider's page knows 3 alone
	 * @provider `status`
	 */
	status: NamedCode | null;
	/**
	 * `finished` (`over`), `timeLimit` (`timeout`), else as received
	 * @provider `endtype`
	 */
	endReason: string | null;
	/**
	 * What the provider sent beyond these
	 * @provider the rest
	 */
	otherFields: IDataObject;
}
