import type { IDataObject } from 'n8n-workflow';
import type { Campaign, Simulator } from '../simulator';
import { locator, openTestAccount, type TestAccount } from './account';

/** The parameters of a campaign of the items' numbers. */
export const CREATE = {
	resource: 'campaign',
	operation: 'create',
	campaignName: 'Spring offer',
	assignTo: 'group',
	group: locator('extGroup-1', 'name'),
	callsPerFreeAgent: 1,
	startNow: false,
	destinationNumber: '={{ $json.number }}',
};

/** The parameters of an operation on a campaign that exists. */
export const onCampaign = (
	operation: string,
	campaignId: string,
): Record<string, string | IDataObject> => ({
	resource: 'campaign',
	operation,
	campaign: locator(campaignId),
});

/** The numbers of a campaign, as the provider keeps them. */
export const phonesOf = ({ numbers }: Campaign): string[] => numbers.map(({ phone }) => phone);

/** A campaign at the provider that somebody else has created, with these numbers. */
export async function existingCampaign(
	{ provider, run }: TestAccount,
	...numbers: string[]
): Promise<Campaign> {
	await run(
		CREATE,
		numbers.map((number) => ({ json: { number } })),
	);
	const campaign = provider.campaigns.at(-1)!;
	provider.requests.length = 0;
	return campaign;
}

/** The services that were asked, without logins. */
export const servicesAsked = ({ requests }: Simulator): string[] =>
	requests.map(({ service }) => service.split('.').at(-1)!).filter((name) => name !== 'Login');

/** A running campaign whose only extension can take no call: nothing is dialled. */
export async function runningCampaign(): Promise<TestAccount & { campaign: Campaign }> {
	const account = await openTestAccount();
	for (const extension of account.provider.extensions) extension.registered = false;
	const campaign = await existingCampaign(account, '13300000001');
	await account.run(onCampaign('start', campaign.taskid));
	return { ...account, campaign };
}
