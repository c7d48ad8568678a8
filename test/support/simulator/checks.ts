/** Checks requests as strictly as the reference pages: a misspelt field must fail a test. */

export interface FieldRule {
	optional?: true;
	pattern?: RegExp;
	wants?: string;
	/** For what no pattern can say. */
	problem?: (value: string) => string | undefined;
}

/** The fields of one service, without `service` itself. */
export type Fields = Readonly<Record<string, FieldRule>>;

export type Sent = ReadonlyMap<string, string>;

/** A service with two forms has a table for each: the function chooses, or says why none fits. */
export type FieldTable = Fields | ((sent: Sent) => Fields | string);

/** Returns the first problem of the form, naming the field, or undefined. */
export function problemOf(
	form: ReadonlyArray<readonly [string, string]>,
	services: ReadonlyMap<string, { fields: FieldTable }>,
): string | undefined {
	const names = form.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) return `field ${twice} is sent twice`;
	const sent = new Map(form);
	const service = sent.get('service');
	if (!service) return 'field service is missing';
	const table = services.get(service)?.fields;
	if (!table) return `service '${service}' does not exist`;
	const rules = typeof table === 'function' ? table(sent) : table;
	if (typeof rules === 'string') return rules;
	const unknown = names.find((name) => name !== 'service' && !Object.hasOwn(rules, name));
	if (unknown !== undefined) return `field ${unknown} is unknown to ${service}`;
	for (const [name, { optional, pattern, wants, problem }] of Object.entries(rules)) {
		const value = sent.get(name) ?? '';
		if (value === '' && optional) continue;
		if (value === '') return `field ${name} is missing or empty`;
		if (pattern && !pattern.test(value)) return `field ${name} must be ${wants}`;
		const trouble = problem?.(value);
		if (trouble !== undefined) return `field ${name} ${trouble}`;
	}
	return undefined;
}

/** Whether `wanted` is the service's full name or its last part. */
export function isService(service: string, wanted: string): boolean {
	return service === wanted || service.endsWith(`.${wanted}`);
}
