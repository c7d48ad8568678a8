import { join } from 'node:path';
import type { JSONSchema7 } from 'json-schema';
import { createGenerator } from 'ts-json-schema-generator';
import { normalize } from '../../nodes/YunhuVoice/events/normalize';
import type { CallbackEvent } from '../../nodes/YunhuVoice/events/types';

const ROOT = join(__dirname, '../..');

/** A field's schema, with the `@provider` tag of its doc comment. */
export type FieldSchema = Omit<JSONSchema7, 'properties'> & {
	provider?: string;
	properties?: Record<string, FieldSchema>;
};

const generator = createGenerator({
	path: join(
		ROOT,
		'nodes/YunhuVoice/{actions/outputs,actions/campaign/outputs,events/types,events/campaignStatus}.ts',
	),
	tsconfig: join(ROOT, 'tsconfig.json'),
	skipTypeCheck: true,
	topRef: false,
	extraTags: ['provider'],
});

/** Inlines definitions and merges "or null" into the type: n8n's preview knows no other form. */
function inlined(
	field: FieldSchema,
	definitions: NonNullable<JSONSchema7['definitions']>,
): FieldSchema {
	const { $ref, anyOf, properties, ...rest } = field;
	const [, name = ''] = /^#\/definitions\/(.*)$/.exec($ref ?? '') ?? [];
	// Whatever the provider sent: any fields.
	if (name === 'IDataObject') return { ...rest, type: 'object' };
	if (name) return { ...inlined(definitions[name] as FieldSchema, definitions), ...rest };
	if (anyOf) {
		const [value] = anyOf as FieldSchema[];
		const { type, ...of } = inlined(value!, definitions);
		return { ...of, ...rest, type: [type as 'object', 'null'] };
	}
	if (rest.items) {
		return { ...rest, items: inlined(rest.items as FieldSchema, definitions) as JSONSchema7 };
	}
	if (!properties) return rest;
	return {
		...rest,
		properties: Object.fromEntries(
			Object.entries(properties).map(([key, of]) => [key, inlined(of, definitions)]),
		),
	};
}

/** Returns the strict schema of an exported type: every key is required, no other key is allowed. */
export function schemaOf(type: string): FieldSchema {
	const { definitions = {}, ...schema } = generator.createSchema(type);
	return inlined(schema as FieldSchema, definitions as NonNullable<JSONSchema7['definitions']>);
}

/** Returns the keys of a callback's item, in the order users see them. */
export const keysOf = (event: CallbackEvent): string[] =>
	Object.keys(normalize(event, {}, 'Asia/Shanghai'));

/** Returns what the editor shows of a field before the node has run. */
const preview = ({ type, properties, items }: FieldSchema): object => ({
	type: type ?? 'string',
	...(items && { items: preview(items as FieldSchema) }),
	...(properties && {
		properties: Object.fromEntries(
			Object.entries(properties).map(([key, field]) => [key, preview(field)]),
		),
	}),
});

/** The operations whose simplified item has a fixed shape, with the name of its type. The editor shows no preview for triggers. */
export const OUTPUTS: Record<string, string> = {
	'call/callFromExtension': 'CallFromExtensionOutput',
	'call/checkIfPlaced': 'CheckIfPlacedOutput',
	'call/connectTwoPhones': 'ConnectTwoPhonesOutput',
	'call/hangUp': 'HangUpOutput',
	'call/playVoice': 'PlayVoiceOutput',
	'call/resumeWaiting': 'ResumeWaitingOutput',
	'callRecord/getAll': 'CallRecord',
	'callerId/getAll': 'CallerIdOutput',
	'extension/getAll': 'ExtensionOutput',
	'extension/getStatus': 'ExtensionStatusOutput',
	'extensionGroup/addMember': 'GroupChangeOutput',
	'extensionGroup/getAll': 'ExtensionGroupOutput',
	'extensionGroup/getMembers': 'GroupMemberOutput',
	'extensionGroup/removeMember': 'GroupChangeOutput',
	'extensionGroup/setMemberState': 'MemberStateOutput',
	'campaign/addNumbers': 'AddNumbersOutput',
	'campaign/create': 'CreateCampaignOutput',
	'campaign/end': 'CampaignChangeOutput',
	'campaign/getAll': 'CampaignOutput',
	'campaign/getNumbers': 'CampaignNumberOutput',
	'campaign/pause': 'CampaignChangeOutput',
	'campaign/redial': 'CampaignChangeOutput',
	'campaign/removeNumbers': 'CampaignChangeOutput',
	'campaign/start': 'CampaignChangeOutput',
	'recording/getRecodeFile': 'RecordingOutput',
	'recording/download': 'RecordingOutput',
	'session/logout': 'LogoutOutput',
};

/** Returns the output preview of an operation, as n8n reads it. */
export function previewOf(operation: string): object {
	const schema = schemaOf(OUTPUTS[operation]!);
	const isRecord = ['ResumeWaitingOutput', 'CallRecord'].includes(OUTPUTS[operation]!);
	const known = isRecord ? keysOf('callRecord') : [];
	const keys = [...new Set([...known, ...Object.keys(schema.properties!)])];
	const properties = Object.fromEntries(keys.map((key) => [key, schema.properties![key]!]));
	return { ...preview({ ...schema, properties }), version: 1 };
}
