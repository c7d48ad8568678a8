import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** The types of what the editor shows. */
const SHOWN = /^(INodeProperties|INodePropertyOptions|NumberProperty|IBuilderHint)$/;

/** @param {import('@babel/types').TSType | undefined} type */
const isShown = (type) =>
	type?.type === 'TSArrayType'
		? isShown(type.elementType)
		: type?.type === 'TSTypeReference' && SHOWN.test(type.typeName.name);

/** @param {import('@babel/types').ObjectProperty} property */
const keyOf = ({ key }) => key?.name;

/**
 * Leaves out what the editor shows: parameters, entries of the dropdowns and the table of services. The documents check compares the
 * parameters and each operation's name and description with docs/parameters.md. Nothing compares an entry's `action`.
 */
export const strykerPlugins = [
	declareValuePlugin(PluginKind.Ignore, 'descriptions', {
		shouldIgnore({ node }) {
			const isDescription =
				(node.type === 'ObjectExpression' &&
					node.properties.some((property) => keyOf(property) === 'displayName')) ||
				(node.type === 'ObjectProperty' && ['entry', 'properties'].includes(keyOf(node))) ||
				(node.type === 'VariableDeclarator' &&
					(['entry', 'SERVICES'].includes(node.id.name) ||
						isShown(node.id.typeAnnotation?.typeAnnotation)));
			return isDescription ? 'What the editor shows' : undefined;
		},
	}),
];
