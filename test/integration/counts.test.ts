import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONNECT_TWO_PHONES,
	HANG_UP,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { onCampaign } from '../support/contexts/campaign';
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

/*
 * What the error of a list counts as done.
 */

afterEach(closeAccounts);

const RECORDS = { resource: 'callRecord', operation: 'getAll', startedAfter: '2020-01-01' };
const DOWNLOAD = { resource: 'recording', operation: 'download', fileName: 'call-1.wav' };
const RESUME = { resource: 'call', operation: 'resumeWaiting', reference: '={{ {} }}' };
const SEND = {
	resource: 'service',
	operation: 'call',
	serviceName: 'App.Sip_Cdr.GetRecodeFile',
	specifyFields: 'list',
};

it.each<[string, object]>([
	['calls placed', PLAY_VOICE],
	['calls placed', CALL_FROM_EXTENSION],
	['calls placed', CONNECT_TWO_PHONES],
	['calls hung up', HANG_UP],
	['calls checked', { resource: 'call', operation: 'checkIfPlaced', customData: 'order-1' }],
	['items done', RESUME],
	['queries answered', RECORDS],
	['lists read', CALLER_IDS],
	['lists read', onCampaign('getAll', '77')],
	['lists read', onCampaign('getNumbers', '77')],
	['campaigns started', onCampaign('start', 'no ID')],
	['campaigns paused', onCampaign('pause', 'no ID')],
	['campaigns ended', onCampaign('end', 'no ID')],
	['campaigns called again', onCampaign('redial', 'no ID')],
	['lists read', EXTENSIONS],
	['requests answered', STATUS],
	['members added', ADD_MEMBER],
	['lists read', GROUPS],
	['lists read', MEMBERS],
	['members removed', REMOVE_MEMBER],
	['members changed', SET_MEMBER_STATE],
	['recordings fetched', DOWNLOAD],
	['links found', { ...DOWNLOAD, operation: 'getRecodeFile' }],
	['requests answered', SEND],
])('%s: %j', async (done, parameters) => {
	const { provider, run } = await openTestAccount();
	// After the login, the provider refuses everything.
	provider.answerNext({ after: 1, times: Infinity, fault: { code: 1011 } });
	const options = { concurrency: 1 };
	const items = itemsWithNumbers('13300000001', '13300000002');
	const { error } = (await run({ ...parameters, options }, items)).data.resultData;
	expect(error?.message).toMatch(`(item 0; 0 ${done}, 1 `);
});

it('items done: an operation that does not exist', async () => {
	const { run } = await openTestAccount();
	const parameters = { ...PLAY_VOICE, operation: 'sendFax' };
	const { error } = (await run(parameters, itemsWithNumbers('1', '2'))).data.resultData;
	expect(error?.message).toMatch('(item 0; 0 items done, 1 items not started)');
	expect(error).toHaveProperty('description', 'Choose the operation again.');
});
