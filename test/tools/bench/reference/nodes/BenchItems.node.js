/** Puts out as many items as it is told, each a number to call. */
class BenchItems {
	description = {
		displayName: 'Bench Items',
		name: 'benchItems',
		group: ['transform'],
		version: 1,
		description: 'Makes the list that is worked off',
		defaults: { name: 'Bench Items' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Count', name: 'count', type: 'number', default: 1 }],
	};

	async execute() {
		const count = this.getNodeParameter('count', 0);
		return [
			Array.from({ length: count }, (_, index) => ({
				json: { phone: String(13_300_000_000 + index), order: `order-${index}` },
				pairedItem: { item: 0 },
			})),
		];
	}
}

module.exports = { BenchItems };
