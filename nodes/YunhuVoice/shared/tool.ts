import type { INode } from 'n8n-workflow';

/** Whether a node is the variant that n8n makes of it for AI agents. */
export const isTool = ({ type }: Pick<INode, 'type'>): boolean => type.endsWith('Tool');
