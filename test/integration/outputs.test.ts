import { Ajv } from 'ajv';
import { normalize } from '../../nodes/YunhuVoice/events/normalize';
import type { RawCallback } from '../../nodes/YunhuVoice/events/types';
import { makeReference } from '../../nodes/YunhuVoice/waiting/reference';
import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONNECT_TWO_PHONES,
	HANG_UP,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign } from '../support/contexts/campaign';
import {
	ADD_MEMBER,
	CALLER_IDS,
	EXTENSIONS,
	GROUPS,
	MEMBERS,
	REMOVE_MEMBER,
	SET_MEMBER_STATE,
	STATUS,
} from '../support/contexts/directory';
import { itemsOf } from '../support/contexts/n8n';
import { fixture } from '../support/fixtures/read';
import { OUTPUTS, schemaOf } from '../support/schemas';

afterEach(closeAccounts);

/** Returns the schema errors of an item: missing, superfluous and mistyped keys. */
function problemsOf(type: string, item: unknown): unknown {
	const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
	const validate = ajv.compile(schemaOf(type) as object);
	validate(item);
	return validate.errors ?? [];
}

const fileName = 'call-1.wav';

it.each<[string, object]>([
	['call/callFromExtension', CALL_FROM_EXTENSION],
	['call/checkIfPlaced', { resource: 'call', operation: 'checkIfPlaced', customData: 'order-1' }],
	['call/connectTwoPhones', CONNECT_TWO_PHONES],
	['call/playVoice', PLAY_VOICE],
	['callerId/getAll', CALLER_IDS],
	['extension/getAll', EXTENSIONS],
	['extension/getStatus', STATUS],
	['extensionGroup/addMember', ADD_MEMBER],
	['extensionGroup/getAll', GROUPS],
	['extensionGroup/getMembers', MEMBERS],
	['extensionGroup/removeMember', REMOVE_MEMBER],
	['extensionGroup/setMemberState', SET_MEMBER_STATE],
	['recording/getRecodeFile', { resource: 'recording', operation: 'getRecodeFile', fileName }],
	['recording/download', { resource: 'recording', operation: 'download', fileName }],
	['session/logout', { resource: 'session', operation: 'logout' }],
])('%s puts out what its type and its preview say', async (operation, parameters) => {
	const { provider, run } = await openTestAccount();
	provider.addRecording(fileName);
	const [item] = itemsOf(await run(parameters as never));
	expect(problemsOf(OUTPUTS[operation]!, item!.json)).toEqual([]);
});

it('call/checkIfPlaced puts out a call record as its type says', async () => {
	const { provider, run } = await openTestAccount();
	provider.addBill({ customuuid: 'order-1' });
	const check = { resource: 'call', operation: 'checkIfPlaced', customData: 'order-1' };
	const [item] = itemsOf(await run(check));
	expect(item!.json.placed).toBe(true);
	expect(problemsOf('CheckIfPlacedOutput', item!.json)).toEqual([]);
});

it('call/hangUp puts out what its type and its preview say', async () => {
	const { run } = await openTestAccount({ timeScale: 1 });
	await run(CALL_FROM_EXTENSION);
	const [item] = itemsOf(await run(HANG_UP));
	expect(problemsOf('HangUpOutput', item!.json)).toEqual([]);
});

it('call/resumeWaiting puts out what its type and its preview say', async () => {
	const { provider, run } = await openTestAccount();
	const record = normalize(
		'callRecord',
		fixture('callbacks/record-answered.json') as RawCallback,
		'Asia/Shanghai',
	);
	const waitReference = makeReference(provider.accessKey, { executionId: '1', resumeToken: '' })!;
	const result = await run(
		{
			resource: 'call',
			operation: 'resumeWaiting',
			reference: '={{ $json.waitReference }}',
			options: { timeoutSeconds: 1 },
		},
		[{ json: { ...record, event: 'extensionStatus', waitReference } }],
	);
	const item = { ...itemsOf(result)[0]!.json, event: 'callRecord' };
	expect(item).toMatchObject({ resumed: false });
	expect(problemsOf('ResumeWaitingOutput', item)).toEqual([]);
});

it.each(Object.keys(OUTPUTS).filter((operation) => operation.startsWith('campaign/')))(
	'%s puts out what its type and its preview say',
	async (operation) => {
		const account = await openTestAccount();
		const { taskid } = await existingCampaign(account, '13300000001');
		const name = operation.replace('campaign/', '');
		const numbers = { ...CREATE, ...onCampaign(name, taskid), destinationNumber: '13300000001' };
		if (['pause', 'redial'].includes(name)) await account.run(onCampaign('start', taskid));
		if (name === 'redial') await account.run(onCampaign('pause', taskid));
		const [item] = itemsOf(await account.run(numbers));
		expect(problemsOf(OUTPUTS[operation]!, item!.json)).toEqual([]);
	},
);

it('an item with a key more or less is not what a type says', () => {
	const item = { loggedOut: true, wasLoggedIn: true, loggedInAgain: false };
	expect(problemsOf('LogoutOutput', item)).toEqual([]);
	expect(problemsOf('LogoutOutput', { ...item, more: 1 })).not.toEqual([]);
	expect(problemsOf('LogoutOutput', { loggedOut: true })).not.toEqual([]);
});

it.each([
	['CallRecord', 'callRecord', 'record-answered'],
	['CallRecord', 'callRecord', 'record-everything-empty'],
	['CallRecord', 'callRecord', 'record-newer-platform'],
	['ExtensionStatus', 'extensionStatus', 'status-ringing-agent'],
] as const)('%s: a %s is what its type says (%s)', (type, event, name) => {
	const item = normalize(event, fixture(`callbacks/${name}.json`) as RawCallback, 'Asia/Shanghai');
	expect(problemsOf(type, JSON.parse(JSON.stringify(item)))).toEqual([]);
});
