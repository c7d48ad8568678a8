import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { YunhuVoiceApi } from '../../../credentials/YunhuVoiceApi.credentials';
import { YunhuVoice } from '../../../nodes/YunhuVoice/YunhuVoice.node.js';
import { YunhuVoiceRecordTrigger } from '../../../nodes/YunhuVoice/YunhuVoiceRecordTrigger.node.js';
import { YunhuVoiceTrigger } from '../../../nodes/YunhuVoice/YunhuVoiceTrigger.node.js';
import { isWorthRetrying } from '../../../nodes/YunhuVoice/events/outcome';
import type { CallbackEvent } from '../../../nodes/YunhuVoice/events/types';
import {
	CALL_METHODS,
	RET_CODES,
	STATUS_CODES,
	type StatusCode,
} from '../../../nodes/YunhuVoice/shared/codes';
import { type FieldSchema, keysOf, schemaOf } from '../../support/schemas';

const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');

const table = (head: string[], rows: string[][]): string =>
	[head, head.map(() => '---'), ...rows]
		.map((row) => `| ${row.map(cell).join(' | ')} |`.replace(/\|  +\|/g, '| |'))
		.join('\n');

/** A field's type in users' terms. */
function typeOf({ type, format, properties = {} }: FieldSchema): string {
	const [main, ...others] = [type].flat();
	const names: Record<string, string> = { string: 'text', boolean: 'true or false' };
	const isCode = Object.keys(properties).join() === 'code,name';
	const name = format === 'date-time' ? 'time' : (names[String(main)] ?? String(main));
	return `${isCode ? '`{ code, name }`' : name}${others.includes('null') ? ' or `null`' : ''}`;
}

/** Returns the table of fields of a callback's simplified item, from the doc comments of its type. */
export function fieldsOf(event: CallbackEvent): string {
	const { properties = {} } = schemaOf(event.replace(/^./, (letter) => letter.toUpperCase()));
	const row = (key: string, field: FieldSchema): string[] => [
		`\`${key}\``,
		typeOf(field),
		field.provider ?? '',
		field.description ?? '',
	];
	const rows = keysOf(event).flatMap((key) => {
		const field = properties[key]!;
		const parts = key === 'recording' ? Object.entries(field.properties!) : [];
		return [row(key, field), ...parts.map(([part, of]) => row(`${key}.${part}`, of))];
	});
	return table(['Field', 'Type', 'Provider’s field', 'Meaning'], rows);
}

/** Whether a call may have been placed although its request failed with this code. */
const callPlaced = (code: object): string => ('provesNotDone' in code ? 'no' : 'perhaps');

export const retCodes = (): string =>
	table(
		['Code', 'Meaning', 'What to do', 'Call placed?'],
		Object.entries(RET_CODES).map(([code, entry]) => [
			code,
			entry.meaning,
			entry.advice,
			callPlaced(entry),
		]),
	);

export const statusCodes = (): string =>
	table(
		['Code', 'Name', 'What to do when a request fails with it', 'Call placed?'],
		Object.entries(STATUS_CODES).map(([code, entry]) => [
			code,
			entry.name,
			entry.advice,
			callPlaced(entry),
		]),
	);

/** The hang-up causes of each outcome of a call without talk. */
export const outcomes = (): string => {
	const causes = Object.entries(STATUS_CODES).filter(([, entry]) => 'outcome' in entry);
	const names = [...new Set(causes.map(([, entry]) => (entry as StatusCode).outcome!))].sort();
	return table(
		['Outcome', 'Hang-up causes', 'Worth retrying'],
		names.map((name) => [
			`\`${name}\``,
			causes
				.filter(([, entry]) => (entry as StatusCode).outcome === name)
				.map(([code, entry]) => `${code} ${entry.name}`)
				.join(', '),
			isWorthRetrying(name) ? 'yes' : 'no',
		]),
	);
};

export const callMethods = (): string => table(['Code', 'Name'], Object.entries(CALL_METHODS));

const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;

function defaultOf({ default: value, options = [], typeOptions }: INodeProperties): string {
	const nameOf = (chosen: unknown): string => {
		const choice = options.filter(isChoice).find((option) => option.value === chosen);
		return choice ? `*${choice.name}*` : `\`${String(chosen)}\``;
	};
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (
		value === '' ||
		typeOptions?.password ||
		(typeof value === 'object' && !Array.isArray(value))
	) {
		return '';
	}
	return [value].flat().map(nameOf).join(', ');
}

function descriptionOf({
	description = '',
	options = [],
	type,
	modes = [],
	// A locator has one for each of its modes.
	placeholder = modes.find((mode) => mode.placeholder)?.placeholder,
}: INodeProperties): string {
	const choices = ['options', 'multiOptions'].includes(type)
		? options
				.filter(isChoice)
				.map((option) => `*${option.name}*${option.description ? `: ${option.description}` : ''}`)
		: [];
	const listed = choices.length > 12 ? [] : choices;
	// Most descriptions name the example already.
	const [, example] = /^e\.g\. (.+)/.exec(placeholder ?? '') ?? [];
	const shown = example === undefined || description.includes(example) ? '' : `(e.g. ${example})`;
	return [description, listed.join('; '), shown]
		.filter((text) => text !== '')
		.map((text) => text.replace(/[.\s]+$/, ''))
		.join('. ');
}

function rowsOf(property: INodeProperties, within = ''): string[][] {
	const { type, displayName, options = [] } = property;
	if (['notice', 'hidden'].includes(type)) return [];
	if (type === 'collection') {
		return (options as INodeProperties[]).flatMap((option) => rowsOf(option, `${displayName} > `));
	}
	const own = [`${within}**${displayName}**`, defaultOf(property), descriptionOf(property)];
	if (type !== 'fixedCollection') return [own];
	const parts = (options as INodePropertyCollection[]).flatMap(({ values }) => values);
	return [own, ...parts.flatMap((part) => rowsOf(part, `${displayName} > `))];
}

const parameterTable = (properties: INodeProperties[]): string =>
	table(
		['Parameter', 'Default', 'What it is'],
		properties.flatMap((property) => rowsOf(property)),
	);

/** Returns the section with the parameters of one operation of the action node. */
function operationSection(resource: INodePropertyOptions, operation: INodePropertyOptions): string {
	const isShown = ({ displayOptions: { show = {} } = {}, name }: INodeProperties) =>
		name !== 'operation' &&
		show.resource?.includes(resource.value) &&
		show.operation?.includes(operation.value);
	const { properties } = new YunhuVoice().description;
	return `## ${resource.name}: ${operation.name}\n\n${operation.description}.\n\n${parameterTable(properties.filter(isShown))}`;
}

/** Returns every parameter of the nodes and the credential, as the editor shows them. */
export function parameters(): string {
	const { properties } = new YunhuVoice().description;
	const choices = (property: INodeProperties) => property.options as INodePropertyOptions[];
	const resources = choices(properties.find(({ name }) => name === 'resource')!);
	const operations = resources.flatMap((resource) =>
		properties
			.filter(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
			)
			.flatMap((property) =>
				choices(property).map((operation) => operationSection(resource, operation)),
			),
	);
	return [
		...operations,
		`## Trigger\n\n${parameterTable(new YunhuVoiceTrigger().description.properties)}`,
		`## Record Trigger\n\n${parameterTable(new YunhuVoiceRecordTrigger().description.properties)}`,
		`## Credential\n\n${parameterTable(new YunhuVoiceApi().properties)}`,
	].join('\n\n');
}
