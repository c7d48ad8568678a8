import { request } from 'undici';
import { fixtureText } from '../fixtures/read';

/** Sends the call record of an answered call, as the provider does. Returns the text of the response. */
export async function sendRecord(url: string, secret: string): Promise<string> {
	const { body } = await request(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-callback-secret': secret },
		body: fixtureText('callbacks/record-answered.json'),
	});
	return await body.text();
}
