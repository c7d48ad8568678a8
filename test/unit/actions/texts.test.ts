import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { YunhuVoice } from '../../../nodes/YunhuVoice/YunhuVoice.node';
import { LIMIT, SIMPLIFY } from '../../../nodes/YunhuVoice/actions/descriptions';
import { resources } from '../../../nodes/YunhuVoice/actions/resources';

/** Fixed with the provider's customers in mind, who ask for it in these words. */
const FIXED_ACTION = 'Call a number and play a message';

const operations = resources.flatMap(({ entry: resource, operations }) =>
	operations.map(({ entry }) => ({ ...entry, resource: resource.name })),
);

type Part = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** A property and all that is inside it. */
const withParts = (part: Part): Part[] => [
	part,
	...('values' in part ? part.values : 'options' in part ? (part.options ?? []) : []).flatMap(
		withParts,
	),
];

const everything = new YunhuVoice().description.properties.flatMap(withParts);

const fields = everything.filter(
	(part): part is INodeProperties => 'type' in part && part.type !== undefined,
);

/** Everything that a person reads in the node's form or in the node panel. */
const textsOf = (part: Part): string[] =>
	(['displayName', 'action', 'description', 'hint', 'placeholder'] as const)
		.map((key) => (part as Partial<Record<typeof key, string>>)[key] ?? '')
		.concat('type' in part ? [] : [part.name])
		.filter((text) => text !== '');

describe('an action in the node panel', () => {
	it.each(operations.filter(({ action }) => action !== FIXED_ACTION))(
		'“$action” has no articles',
		({ action }) => {
			expect(action).not.toMatch(/\b(a|an|the)\b/i);
		},
	);

	it.each(operations)('“$action” names what it acts on, besides “$name”', ({ action, name }) => {
		if (name !== 'Connect Two Phones') expect(action.toLowerCase()).not.toBe(name.toLowerCase());
		expect(action).toMatch(/^[A-Z][a-z]+ .+/);
	});

	it('of Play Voice says that a call begins', () => {
		expect(operations.find(({ value }) => value === 'playVoice')?.action).toBe(FIXED_ACTION);
	});
});

it.each(operations.filter(({ value }) => value !== 'callFromExtension'))(
	'the operation $name does not repeat its resource $resource',
	({ name, resource }) => {
		expect(name).not.toContain(resource);
	},
);

it('shows words of the provider’s interface only where users know them', () => {
	/** Fields of items, a key of the account's, and an address: not the provider's interface. */
	const known = /\b(requestedAt|waitReference|recording\.fileName|extGroup-\d|App\.Sip_\w+\.\w+)/g;
	const forThoseWhoKnowIt = ['Maturity', 'Is Repeatable'];
	const shown = everything
		.filter((part) => !('displayName' in part && forThoseWhoKnowIt.includes(part.displayName)))
		.flatMap(textsOf)
		.map((text) => text.replace(known, ''));
	expect(shown.length).toBeGreaterThan(200);
	const ofAnInterface = /[a-z][A-Z]|\b(userid|memberid|chengshudu|customuuid|syncflag)\b/;
	expect(shown.filter((text) => ofAnInterface.test(text))).toEqual([]);
});

describe('what an AI model reads of a parameter', () => {
	const CHOSEN = ['resource', 'operation', 'specifyFields'];
	const described = fields
		.filter(({ name, type }) => type !== 'notice' && !['options', ...CHOSEN].includes(name))
		// Operations share many of them.
		.filter(
			({ displayName, description }, at, all) =>
				at ===
				all.findIndex(
					(other) => other.displayName === displayName && other.description === description,
				),
		);

	it.each(described)('$displayName has a description', ({ description }) => {
		expect(description).toMatch(/^[A-Z].{10,}/);
	});

	const written = described.filter(
		({ type, name }) =>
			['string', 'number', 'dateTime', 'resourceLocator', 'json'].includes(type) &&
			![LIMIT.name, SIMPLIFY.name].includes(name),
	);

	it.each(written)('$displayName shows what to write', ({ description, default: standard }) => {
		// A default that reads the item says it by itself.
		if (String(standard).startsWith('={{')) return;
		expect(description).toMatch(/such as \S|\d/);
	});

	it.each(written.filter(({ type }) => type === 'dateTime'))(
		'$displayName says how to write a time',
		({ description }) => expect(description).toContain('2026-01-31'),
	);

	it.each(written.filter(({ displayName }) => /\((Seconds|Minutes|MB)\)/.test(displayName)))(
		'$displayName tells its unit',
		({ displayName, description }) => {
			const [, unit = ''] = /\((.+)\)/.exec(displayName) ?? [];
			expect(description).toMatch(new RegExp(unit, 'i'));
		},
	);
});
