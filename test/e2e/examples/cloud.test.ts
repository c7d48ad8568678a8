import { generateKeyPairSync } from 'node:crypto';
import { type Cloud, startCloud } from '../../support/examples/cloud';
import { GOOGLE, GoogleSheet } from '../../support/examples/google';
import { answerAsHubspot, HUBSPOT } from '../../support/examples/hubspot';
import { Stage } from '../../support/examples/stage';

let cloud: Cloud;
let stage: Stage;

/** n8n's node rejects shorter ids. */
const SPREADSHEET = 'the-id-of-a-spreadsheet-in-google-sheets';

const sheet = new GoogleSheet(SPREADSHEET, 'People', [
	['name', 'number', 'result', 'answered', 'seconds', 'key'],
	['Ann', '+1 202 555 0101', '', '', '', ''],
	['Ben', '012025550102', '', '', '', ''],
	['Cleo', 'unknown', '', '', '', ''],
	['Dan', '12025550106', '', '', '', ''],
]);

beforeAll(async () => {
	// The HubSpot and Google Sheets nodes are n8n's own; the services are stand-ins on this machine.
	cloud = await startCloud([HUBSPOT, ...GOOGLE], (request) =>
		request.host === HUBSPOT ? answerAsHubspot(request) : sheet.answer(request),
	);
	stage = await Stage.start(cloud.env);
});

afterEach(() => stage.provider.reset());

afterAll(async () => {
	await stage?.stop();
	await cloud?.close();
});

describe('press-1-to-hubspot', () => {
	it('makes a lead of who pressed 1, and of nobody else', async () => {
		const { provider } = stage;
		await stage.addCredential('hubspotAppToken', 'HubSpot account', { appToken: 'a-service-key' });
		const id = await stage.publish('press-1-to-hubspot');
		await stage.run(id);
		provider.placeCall({ destnumber: '12025550107', userid: '1@extGroup-1', customuuid: 'other' });
		await provider.settled();
		await stage.worked(id, 5);

		expect(provider.dials).toHaveLength(4);
		expect(cloud.received.filter(({ method }) => method === 'POST')).toMatchObject([
			{
				host: HUBSPOT,
				url: '/contacts/v1/contact/createOrUpdate/email/ann@example.com',
				headers: { authorization: 'Bearer a-service-key' },
			},
		]);
		expect(JSON.parse(String(cloud.received[0]?.body))).toEqual({
			properties: expect.arrayContaining([
				{ property: 'lifecyclestage', value: 'lead' },
				{ property: 'phone', value: '12025550101' },
			]),
		});
	});
});

describe('call-a-list-to-google-sheets', () => {
	it('calls everybody in the sheet and writes what became of it into the same row', async () => {
		const { provider } = stage;
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		await stage.addCredential('googleApi', 'Google Service Account', {
			email: 'n8n@example.com',
			privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
		});
		const id = await stage.publish('call-a-list-to-google-sheets', {
			settings: { spreadsheet: `https://docs.google.com/spreadsheets/d/${SPREADSHEET}/edit` },
		});
		await stage.run(id, 'Call the List');
		provider.placeCall({ destnumber: '12025550106', customuuid: 'a call of somebody else' });
		await provider.settled();
		await stage.worked(id, 5);

		expect(sheet.rows.slice(1)).toEqual([
			['Ann', '+1 202 555 0101', 'answered', 'yes', 20, '1'],
			['Ben', '012025550102', 'busy', 'no', 0, ''],
			['Cleo', 'unknown', expect.stringContaining('not a phone number'), '', '', ''],
			['Dan', '12025550106', 'answered', 'yes', 10, ''],
		]);
	});
});
