import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { SERVICES } from '../shared/services';
import { matching } from './choices';

/** The documented services with their fields. Nothing is asked for: the list is our own. */
export async function searchServices(
	this: ILoadOptionsFunctions,
	typed?: string,
): Promise<INodeListSearchResult> {
	const choices = SERVICES.map(({ name, title, fields }) => ({
		name: `${name.replace(/^App\.Sip_/, '')}: ${title} (${fields})`,
		value: name,
		description: fields,
	}));
	return { results: matching(choices, typed) };
}
