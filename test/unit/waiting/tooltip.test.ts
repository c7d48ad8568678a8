import { type INode, type INodeParameters, Workflow } from 'n8n-workflow';
import { YunhuVoice } from '../../../nodes/YunhuVoice/YunhuVoice.node';

/** What the editor makes of the tooltip, which it evaluates as any expression of the node. */
function tooltipOf(parameters: INodeParameters): unknown {
	const nodeType = new YunhuVoice();
	const node: INode = {
		id: '1',
		name: 'Yunhu',
		type: 'yunhuVoice',
		typeVersion: 1,
		position: [0, 0],
		parameters: { resource: 'call', operation: 'playVoice', ...parameters },
	};
	const { expression } = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) } as never,
	});
	const { waitingNodeTooltip } = nodeType.description;
	return expression.getSimpleParameterValue(node, waitingNodeTooltip, 'internal', {});
}

it('says what the node waits for, what brings it and when the workflow goes on without it', () => {
	const shown = tooltipOf({ waitForResult: true, waitLimitMinutes: 90 });
	expect(shown).toContain('until the call has ended');
	expect(shown).toContain('Resume Waiting');
	expect(shown).toContain('After 90 minutes');
	expect(shown).toContain('with the input item');
});

it.each(['={{ $json.minutes }}', '={{ nothing.there }}', ''])(
	'says it also where the limit is %j',
	(waitLimitMinutes) => {
		expect(tooltipOf({ waitForResult: true, waitLimitMinutes })).toContain('After the Wait Limit');
	},
);

it('says nothing of a node that does not wait', () => {
	expect(tooltipOf({ waitForResult: false })).toBe('');
});
