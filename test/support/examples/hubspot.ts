import type { Answer, Received } from './standIn';

export const HUBSPOT = 'api.hubapi.com';

/** As HubSpot answers who adds or updates a contact and then reads it. */
export const answerAsHubspot = ({ method }: Received): Answer => ({
	body: method === 'POST' ? { vid: 7, isNew: true } : { vid: 7, properties: {} },
});
