import type { IDataObject } from 'n8n-workflow';
import type { NamedCode } from '../../shared/codes';

/*
 * The simplified items of campaigns; see `actions/outputs.ts`.
 */

/** A campaign that was changed. */
export interface CampaignChangeOutput {
	campaignId: string;
	/** The provider's own words. */
	message: string;
}

/** A campaign that was created of all items of the run. */
export interface CreateCampaignOutput {
	/** `null` of a rehearsal: there is no campaign. */
	campaignId: string | null;
	/** The ID that you gave it, or a random one. */
	customCampaignId: string;
	campaignName: string;
	/** How many numbers are in it. */
	numbers: number;
	/** The provider's own words; `null` of a rehearsal. */
	message: string | null;
	/** Only of a rehearsal: nothing was sent, nobody is called. */
	rehearsal?: true;
}

/** A number that was not added to a campaign. */
interface RejectedNumber {
	/** As it was written. */
	destinationNumber: string;
	/** The input item. */
	item: number;
	reason: string;
}

export interface AddNumbersOutput {
	campaignId: string;
	/** How many numbers were added. */
	added: number;
	/** Only of a rehearsal: how many numbers a real run would add. */
	numbers?: number;
	/** The numbers that the node refused. */
	rejected: RejectedNumber[];
	/** What else the provider returned; of several requests, a list where their answers differ. */
	otherFields: IDataObject;
	/** Only of a rehearsal: nothing was sent, nobody is called. */
	rehearsal?: true;
}

export interface CampaignOutput {
	campaignId: string | null;
	customCampaignId: string | null;
	campaignName: string | null;
	/** The provider's code and its name, such as 1026 Task in Progress. */
	status: NamedCode | null;
	/** The extension group or the extension that takes the calls. */
	assignedTo: string | null;
	/** How many numbers are called for each free agent. */
	callsPerFreeAgent: number | null;
	/** ISO 8601. */
	startsAt: string | null;
	createdAt: string | null;
	/** What the provider sent beyond these fields. */
	otherFields: IDataObject;
}

/** A number of a campaign. */
export interface CampaignNumberOutput {
	campaignId: string | null;
	destinationNumber: string | null;
	customData: string | null;
	/** Whether the campaign has called it. */
	called: boolean | null;
	/** Whether the person called has answered; `null` before the call. */
	answered: boolean | null;
	/** `agentMissed`, `customerMissed`, `connected`, or as received. */
	answerType: string | null;
	/** The extension that took or missed the call. */
	extension: string | null;
	/** What the provider sent beyond these fields. */
	otherFields: IDataObject;
}
