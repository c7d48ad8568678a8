import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INode, INodeListSearchResult } from 'n8n-workflow';
import { YunhuVoice } from '../../../nodes/YunhuVoice/YunhuVoice.node';
import type { InMemoryCredentials } from './credentials';
import { additionalDataWith, workflowOf } from './n8n';

const { listSearch } = new YunhuVoice().methods;

export type ListName = keyof typeof listSearch;

/** Searches a list of the action node as the editor does, in n8n-core's own context. */
export async function searchList(
	credentials: InMemoryCredentials,
	list: ListName,
	typed?: string,
	paginationToken?: string,
	settings: Partial<INode> = {},
): Promise<INodeListSearchResult> {
	const { workflow, node } = workflowOf('yunhuVoice', {}, settings);
	const data = additionalDataWith(credentials);
	const context = new LoadOptionsContext(workflow, node, data, '') as ILoadOptionsFunctions;
	await workflow.expression.acquireIsolate();
	try {
		return await listSearch[list].call(context, typed, paginationToken);
	} finally {
		await workflow.expression.releaseIsolate();
	}
}
