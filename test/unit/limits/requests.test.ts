import { DateTime } from 'luxon';
import { credentialFrom } from '../../../nodes/YunhuVoice/api/account';
import { SESSION_ONLY } from '../../../nodes/YunhuVoice/api/login';
import { refusalOf, refusalOfNamed } from '../../../nodes/YunhuVoice/limits/requests';
import { SERVICES } from '../../../nodes/YunhuVoice/shared/services';

const OPEN = DateTime.fromISO('2026-11-26T10:00+08:00').toMillis();
const CLOSED = DateTime.fromISO('2026-11-26T21:00+08:00').toMillis();

const credentialWith = (limits: object) =>
	credentialFrom({ serverTimeZone: 'Asia/Shanghai', ...limits });

const LIMITED = credentialWith({ allowedDestinations: '133', callingHours: '09:00-20:00' });
const HOURS = credentialWith({ callingHours: '09:00-20:00' });
const UNREADABLE = credentialWith({ callingHours: 'by day' });
const UNLIMITED = credentialWith({ countryCode: '86' });

/** Every service that places calls, with numbers that are allowed. */
const PLACES_CALLS: Record<string, Record<string, string>> = {
	'App.Sip_Call.PlayVoice': { destnumber: '13300000001' },
	'App.Sip_Call.MakeCall': { extnumber: '20280003', destnumber: '13300000001' },
	'App.Sip_Call.MakePloyCall': { extnumber: '20280003', destnumber: '13300000001' },
	'App.Sip_Call.DoubleCall': { anumber: '13300000001', bnumber: '13300000002' },
	'App.Sip_Call.TransferCall': { anumber: '1330', destnumber: '13300000002' },
	'App.Sip_Call.SpyCall': { extnumber: '20280003', destnumber: '1330' },
	'App.Sip_Call.ForceCall': { extnumber: '20280003', destnumber: '1330' },
	'App.Sip_Yccall.TaskCreat': { telphone: '[{"phone":"13300000001"},{"phone":13300000002}]' },
	'App.Sip_Yccall.TaskAdd': { taskid: '1', telphone: '[{"phone":"13300000001"}]' },
	'App.Sip_Yccall.TaskSet': { taskid: '1', taskstatus: '1' },
	'App.Sip_Yccall.taskCall': { taskid: '1', answertype: 'all' },
};

/** What the node’s own operations change without calling anybody. */
const CALLS_NOBODY: Array<[string, Record<string, string>]> = [
	['App.Sip_Auth.Login', {}],
	['App.Sip_Auth.Logout', {}],
	['App.Sip_Call.HangupCall', { extnumber: '20280003' }],
	['App.Sip_Extgroup.EditExtnumber', { name: 'extGroup-1' }],
	['App.Sip_Extgroup.AddExtnumber', { name: 'extGroup-1' }],
	['App.Sip_Extgroup.DelExtnumber', { name: 'extGroup-1' }],
	['App.Sip_Yccall.taskDelPhone', { telphone: '13900000001' }],
	['App.Sip_Yccall.TaskSet', { taskstatus: '2' }],
	['App.Sip_Yccall.TaskSet', { taskstatus: '3' }],
	[SESSION_ONLY, {}],
];

const codeOf = (...asked: Parameters<typeof refusalOf>): string | undefined =>
	refusalOf(...asked)?.code;

describe.each(Object.entries(PLACES_CALLS))('%s', (service, fields) => {
	const form = { service, ...fields };

	it('is sent within the limits', () => {
		expect(refusalOf(LIMITED, form, OPEN)).toBeUndefined();
		expect(refusalOf(UNLIMITED, form, CLOSED)).toBeUndefined();
	});

	it('is not sent outside the hours, in any spelling', () => {
		expect(codeOf(LIMITED, form, CLOSED)).toBe('OUTSIDE_CALLING_HOURS');
		const shouted = { ...form, service: service.toUpperCase() };
		expect(codeOf(HOURS, shouted, CLOSED)).toBe('OUTSIDE_CALLING_HOURS');
	});

	it('is not sent where a limit cannot be read', () => {
		expect(refusalOf(UNREADABLE, form, OPEN)?.message).toMatch(/^Calling Hours in the credential/);
	});
});

const WITH_NUMBERS = Object.entries(PLACES_CALLS).flatMap(([service, fields]) =>
	['destnumber', 'anumber', 'bnumber', 'telphone']
		.filter((name) => name in fields)
		.map((name) => [service, name, fields] as const),
);

it.each(WITH_NUMBERS)('%s is not sent with a number that is not allowed in %s', (...one) => {
	const [service, name, fields] = one;
	const form = { service, ...fields, [name]: fields[name]!.replace('133', '139') };
	expect(codeOf(LIMITED, form, OPEN)).toBe('DESTINATION_NOT_ALLOWED');
	expect(codeOf(HOURS, form, OPEN)).toBeUndefined();
});

it.each(CALLS_NOBODY)('%s is always sent by its operation: %j', (service, fields) => {
	expect(refusalOf(UNREADABLE, { service, ...fields }, CLOSED)).toBeUndefined();
	expect(refusalOf(LIMITED, { service, ...fields }, CLOSED)).toBeUndefined();
});

describe.each(SERVICES.map(({ name, isLookUp = false }) => [name, isLookUp] as const))(
	'%s, called by its name',
	(name, isLookUp) => {
		it(isLookUp ? 'is sent: it is a look-up' : 'is not sent without numbers', () => {
			const refusal = refusalOfNamed(LIMITED, name, {}, OPEN);
			if (isLookUp) expect(refusal).toBeUndefined();
			else expect(refusal?.message).toMatch(/^The limits in the credential do not allow App\./);
			expect(refusalOfNamed(UNLIMITED, name, {}, OPEN)).toBeUndefined();
		});
	},
);

it('Logout, called by its name, is sent', () => {
	expect(refusalOfNamed(UNREADABLE, 'App.Sip_Auth.Logout', {}, CLOSED)).toBeUndefined();
});

it.each([
	['one number', { destnumber: '13300000001' }, undefined],
	['a list', { destnumber: '13300000001,13300000002' }, undefined],
	['a list with blanks', { destnumber: ' 13300000001 , 13300000002 ' }, undefined],
	['a JSON list', { telphone: '["13300000001", 13300000002]' }, undefined],
	['a JSON list of rows', { telphone: ' [{"phone":"13300000001"}] ' }, undefined],
	['a number that is not allowed', { destnumber: '13900000001' }, 'DESTINATION_NOT_ALLOWED'],
	['the second of a list', { destnumber: '13300000001,139' }, 'DESTINATION_NOT_ALLOWED'],
	['the second of a JSON list', { telphone: '["133","139"]' }, 'DESTINATION_NOT_ALLOWED'],
	['the second row', { telphone: '[{"phone":"133"},{"phone":139}]' }, 'DESTINATION_NOT_ALLOWED'],
	['the second field', { anumber: '133', bnumber: '139' }, 'DESTINATION_NOT_ALLOWED'],
	['another spelling', { destnumber: '133', DestNumber: '139' }, 'DESTINATION_NOT_ALLOWED'],
	[
		'a field that PHP takes for it',
		{ destnumber: '133', 'destnumber[]': '139' },
		'DESTINATION_NOT_ALLOWED',
	],
	['another such field', { destnumber: '133', 'destnumber[0]': '139' }, 'DESTINATION_NOT_ALLOWED'],
	['a field with blanks', { destnumber: '133', ' destnumber ': '139' }, 'DESTINATION_NOT_ALLOWED'],
	['a second field that cannot be read', { anumber: '133', bnumber: 'x' }, 'INPUT'],
	['no number', { extnumber: '133' }, 'INPUT'],
	['an empty number', { destnumber: '' }, 'INPUT'],
	['a number with signs', { destnumber: '+86133' }, 'INPUT'],
	['a list with another separator', { destnumber: '133;139' }, 'INPUT'],
	['a list with a gap', { destnumber: '133,,139' }, 'INPUT'],
	['a JSON list that is cut off', { telphone: '[{"phone":"133"}' }, 'INPUT'],
	['an empty JSON list', { telphone: '[]' }, 'INPUT'],
	['rows without a number', { telphone: '[{"number":"133"}]' }, 'INPUT'],
	['rows in a list in a list', { telphone: '[["133"]]' }, 'INPUT'],
])('the numbers of a service that nobody knows: %s', (_, fields, code) => {
	expect(refusalOfNamed(LIMITED, 'App.Some.Thing', fields, OPEN)?.code).toBe(code);
	expect(codeOf(LIMITED, { service: 'App.Some.Thing', ...fields }, OPEN)).toBe(code);
});

it('a call with the status of a campaign at rest is a call', () => {
	const form = { service: 'App.Sip_Call.PlayVoice', destnumber: '13300000001', taskstatus: '2' };
	expect(codeOf(LIMITED, form, CLOSED)).toBe('OUTSIDE_CALLING_HOURS');
});

it.each([
	['App.Some.Thing', 'App.Some.Thing'],
	['', 'this request'],
])('a service “%s” without numbers is refused with what is sent', (service, named) => {
	expect(refusalOf(LIMITED, { service }, OPEN)).toMatchObject({
		message: `The limits in the credential do not allow ${named}: n8n cannot tell which numbers it calls`,
		advice:
			'With limits set, n8n sends documented look-ups, Logout, and services with the numbers in destnumber, anumber, bnumber or telphone, digits only. Use the operation for this task if there is one.',
	});
});

it.each([undefined, null, 'service=App.Sip_Call.PlayVoice', [], new FormData(), {}])(
	'what another node sends is refused if it tells no number: %p',
	(body) => {
		expect(codeOf(LIMITED, body, OPEN)).toBe('INPUT');
		expect(codeOf(UNLIMITED, body, OPEN)).toBeUndefined();
	},
);
