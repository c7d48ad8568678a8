/** Checks requests as strictly as the reference pages: a misspelt field must fail a test. */

interface FieldRule {
	optional?: true;
	pattern?: RegExp;
	wants?: string;
}

export const LOGIN = 'App.Sip_Auth.Login';
export const LOGOUT = 'App.Sip_Auth.Logout';
export const PLAY_VOICE = 'App.Sip_Call.PlayVoice';
/** "Recode" is the provider's spelling. */
const GET_RECORD_FILE = 'App.Sip_Cdr.GetRecodeFile';

const digits: FieldRule = { pattern: /^\d+$/, wants: 'digits only' };

const SERVICES = new Map<string, Record<string, FieldRule>>([
	// common-api, "Obtain authorization token interface"
	[LOGIN, { appid: {}, accesskey: {} }],
	// common-api, "Clear the Token interface"
	[LOGOUT, { token: {} }],
	// voice-menu, "request parameters"
	[
		PLAY_VOICE,
		{
			token: {},
			destnumber: digits,
			voicetype: { pattern: /^[12]$/, wants: '1 or 2' },
			voicefile: {},
			chengshudu: {},
			userid: { pattern: /^[0-9*#]+@\S(.*\S)?$/, wants: 'key@extension group' },
			disnumber: { ...digits, optional: true },
			customuuid: { optional: true },
		},
	],
	// common-api, "Call recording download link interface"
	[GET_RECORD_FILE, { token: {}, filename: {} }],
]);

/** Returns the first problem of the form, naming the field, or undefined. */
export function problemOf(form: ReadonlyArray<readonly [string, string]>): string | undefined {
	const names = form.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) return `field ${twice} is sent twice`;
	const fields = new Map(form);
	const service = fields.get('service');
	if (!service) return 'field service is missing';
	const rules = SERVICES.get(service);
	if (!rules) return `service '${service}' does not exist`;
	const unknown = names.find((name) => name !== 'service' && !Object.hasOwn(rules, name));
	if (unknown !== undefined) return `field ${unknown} is unknown to ${service}`;
	for (const [name, { optional, pattern, wants }] of Object.entries(rules)) {
		const value = fields.get(name) ?? '';
		if (value === '' && optional) continue;
		if (value === '') return `field ${name} is missing or empty`;
		if (pattern && !pattern.test(value)) return `field ${name} must be ${wants}`;
	}
	return undefined;
}

/** Whether `wanted` is the service's full name or its last part. */
export function isService(service: string, wanted: string): boolean {
	return service === wanted || service.endsWith(`.${wanted}`);
}
