import type { INodeType } from 'n8n-workflow';
import { searchCampaigns } from './campaigns';
import { searchCallerIds, searchExtensions, searchGroups, searchTransferTargets } from './search';
import { searchServices } from './services';

/** What the lists of the node's locators search, by the names that the locators give. */
export const listSearch = {
	searchCallerIds,
	searchCampaigns,
	searchExtensions,
	searchGroups,
	searchServices,
	searchTransferTargets,
} satisfies NonNullable<INodeType['methods']>['listSearch'];
