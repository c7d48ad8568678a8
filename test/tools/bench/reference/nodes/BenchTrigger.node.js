/** A webhook that looks at nothing: the least that a trigger can cost in this n8n. With a credential it reads that one, as a trigger with a secret has to. */
class BenchTrigger {
	description = {
		displayName: 'Bench Trigger',
		name: 'benchTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Takes every callback, or none',
		defaults: { name: 'Bench Trigger' },
		inputs: [],
		outputs: ['main'],
		credentials: [{ name: 'httpHeaderAuth' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
			},
		],
		properties: [{ displayName: 'takes', name: 'takes', type: 'boolean', default: true }],
	};

	async webhook() {
		if (this.getNode().credentials) await this.getCredentials('httpHeaderAuth');
		const takes = this.getNodeParameter('takes');
		return {
			webhookResponse: '1',
			...(takes && { workflowData: [[{ json: this.getBodyData() }]] }),
		};
	}
}

module.exports = { BenchTrigger };
