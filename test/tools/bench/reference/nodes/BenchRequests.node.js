const { setTimeout: sleep } = require('node:timers/promises');

const text = (name) => ({ displayName: name, name, type: 'string', default: '' });

/**
 * Sends what Play Voice sends, and does nothing else: no credential, no checks, no errors of its own.
 *
 * With a concurrency of 1 this is the loop of n8n's own Twilio and Plivo nodes: one request after another. With more
 * it is the least that a node can cost in this n8n.
 */
class BenchRequests {
	description = {
		displayName: 'Bench Requests',
		name: 'benchRequests',
		group: ['output'],
		version: 1,
		description: 'Sends one request per item',
		defaults: { name: 'Bench Requests' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			...['url', 'token', 'phone', 'order'].map(text),
			{ displayName: 'concurrency', name: 'concurrency', type: 'number', default: 1 },
		],
	};

	async execute() {
		const items = this.getInputData();
		const results = [];
		let next = 0;
		// One in a turn of the event loop, as Play Voice: those that send together are answered together, and keep in step.
		let turn = Promise.resolve();
		const work = async () => {
			while (next < items.length) {
				const index = next++;
				const before = turn;
				turn = before.then(async () => await sleep(1));
				await before;
				const value = (name) => this.getNodeParameter(name, index);
				const answer = await this.helpers.httpRequest({
					method: 'POST',
					url: value('url'),
					headers: { 'content-type': 'multipart/form-data' },
					body: {
						service: 'App.Sip_Call.PlayVoice',
						token: value('token'),
						destnumber: value('phone'),
						voicetype: '2',
						voicefile: 'https://example.com/welcome.mp3',
						chengshudu: '1',
						userid: '1@extGroup-1',
						customuuid: value('order'),
					},
				});
				const json = typeof answer === 'string' ? JSON.parse(answer) : answer;
				results[index] = { json, pairedItem: { item: index } };
			}
		};
		await Promise.all(Array.from({ length: this.getNodeParameter('concurrency', 0) }, work));
		return [results];
	}
}

module.exports = { BenchRequests };
