import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { options } from '../../../nodes/YunhuVoice/callbacks/descriptions/options';
import { filters } from '../../../nodes/YunhuVoice/callbacks/descriptions/properties';
import { CALL_METHODS, STATUS_CODES } from '../../../nodes/YunhuVoice/shared/codes';

const fieldsOf = ({ options: fields }: INodeProperties) => fields as INodeProperties[];

const valuesOf = ({ options: values = [] }: INodeProperties) =>
	(values as INodePropertyOptions[]).map(({ value }) => value);

const everyField = [...fieldsOf(filters), ...fieldsOf(options)];

/** A collection as saved workflows and expressions see it: the type, default and values of each field. */
const interfaceOf = (collection: INodeProperties) =>
	Object.fromEntries(
		fieldsOf(collection).map((field) => [
			field.name,
			[field.type, field.default, ...(field.options ? [valuesOf(field)] : [])],
		]),
	);

const codesOf = (table: object) => Object.keys(table).map(Number);

it('a trigger has the filters and options that workflows are built on', () => {
	expect([filters.name, filters.type, filters.default]).toEqual(['filters', 'collection', {}]);
	expect(interfaceOf(filters)).toEqual({
		answeredOnly: ['boolean', true],
		callMethods: ['multiOptions', [], codesOf(CALL_METHODS)],
		companyCodes: ['string', ''],
		directions: ['multiOptions', [], ['inbound', 'outbound']],
		extensions: ['string', ''],
		hangupCauses: [
			'multiOptions',
			[],
			codesOf(STATUS_CODES).filter((code) => code === 1205 || code >= 10_001),
		],
		legs: ['multiOptions', [], ['agent', 'customer']],
		minTalkSeconds: ['number', 1],
		outcomes: [
			'multiOptions',
			[],
			[
				'answered',
				'blocked',
				'busy',
				'cancelled',
				'invalidNumber',
				'lineFailure',
				'noAnswer',
				'other',
				'rejected',
				'unreachable',
			],
		],
		statuses: ['multiOptions', [], ['answered', 'hungUp', 'ringing']],
		withRecordingOnly: ['boolean', true],
	});
	expect([options.name, options.type, options.default]).toEqual(['options', 'collection', {}]);
	expect(interfaceOf(options)).toEqual({
		acknowledgement: ['string', '1'],
		allowedIps: ['string', ''],
		dropDuplicates: ['boolean', true],
		rememberAcrossRestarts: ['boolean', false],
		rememberHours: ['number', 24],
		separateOutputs: ['boolean', false],
	});
});

it('a minimum of talk is not below 0', () => {
	const field = everyField.find(({ name }) => name === 'minTalkSeconds');
	expect(field?.typeOptions).toEqual({ minValue: 0 });
});

it('a code is shown with its name and its number', () => {
	const shown = everyField.flatMap((field) =>
		(field.options ?? []).map((choice) => (choice as INodePropertyOptions).name),
	);
	expect(shown).toContain('Hang Up Normally (10001)');
	expect(shown).toContain('Unlimited (0)');
});

describe('what a person reads', () => {
	it.each([filters, options, ...everyField])('of $name is there', (field) => {
		expect(field.displayName).toMatch(/^[A-Z]\S+( [(A-Z]\S+)*$/);
		if (field !== options) expect(field.description).toMatch(/^[A-Z].* .*\w.?$/);
	});

	it.each(everyField.filter(({ type }) => type === 'string'))(
		'of $name has an example',
		(field) => {
			expect(field.placeholder).toMatch(/^e\.g\. \S/);
		},
	);

	it.each([filters, options])('of $name invites to add one', ({ placeholder }) => {
		expect(placeholder).toMatch(/^Add \w+$/);
	});

	it.each(everyField.filter((field) => field.options))('of $name names each value', (field) => {
		for (const choice of field.options as INodePropertyOptions[]) {
			expect(choice.name).toMatch(/^[A-Z]\w+/);
		}
	});
});
