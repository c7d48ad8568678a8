import { type Cloud, startCloud } from '../support/cloud';
import { Stage } from '../support/stage';
import { answerAsHubspot, HUBSPOT } from '../support/hubspot';

let cloud: Cloud;
let stage: Stage;

beforeAll(async () => {
	// The nodes for HubSpot and Google Sheets are the real ones; the services are played on this machine.
	cloud = await startCloud([HUBSPOT], answerAsHubspot);
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
				{ property: 'phone', value: '+12025550101' },
			]),
		});
	});
});
