import type { Answer, Received } from './standIn';

export const HUBSPOT = 'api.hubapi.com';

/** Responds as HubSpot does to a client that creates or updates a contact and then reads it. */
export const answerAsHubspot = ({ method }: Received): Answer => ({
	body: method === 'POST' ? { vid: 7, isNew: true } : { vid: 7, properties: {} },
});
