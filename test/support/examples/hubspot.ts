import type { Answer, Received } from './standIn';

export const HUBSPOT = 'api.hubapi.com';

/** Responds as HubSpot does to a client that creates or updates a contact and then reads it. */
export const answerAsHubspot = ({ method }: Received): Answer => ({
	body: method === 'POST' ? { vid: 7, isNew: true } : { vid: 7, properties: {} },
});

/** A call's properties: HubSpot stores each value as text. */
type Properties = Record<string, string | null>;

interface Batch {
	idProperty?: string;
	properties?: string[];
	inputs: Array<{ id: string; idProperty?: string; properties?: Record<string, unknown> }>;
}

/** HubSpot's limit for one request. */
const MAX_INPUTS = 100;

/** The calls in a HubSpot account, which clients find by a property with unique values. */
export class HubspotCalls {
	readonly calls: Properties[] = [];

	/** @param unique the property that identifies a call */
	constructor(private readonly unique: string) {}

	/** Responds as HubSpot does to a client that reads, or creates and updates, a batch of calls. */
	answer({ url, body }: Received): Answer {
		const batch = JSON.parse(String(body)) as Batch;
		if (batch.inputs.length > MAX_INPUTS) return refuse('too many inputs');
		if (url.endsWith('/calls/batch/read')) return this.read(batch);
		if (url.endsWith('/calls/batch/upsert')) return this.upsert(batch);
		return { status: 404, body: { status: 'error', message: 'unknown' } };
	}

	private find(id: string): Properties | undefined {
		return this.calls.find((call) => call[this.unique] === id);
	}

	/** The answer leaves out calls that are not there, and says so with its status. */
	private read({ idProperty, properties = [], inputs }: Batch): Answer {
		if (idProperty !== this.unique) return refuse(`${idProperty} is not unique`);
		const ids = new Set(inputs.map(({ id }) => id));
		const found = this.calls.filter((call) => ids.has(call[this.unique] ?? ''));
		const results = found.map((call, n) => ({
			id: String(n),
			properties: {
				...Object.fromEntries(properties.map((name) => [name, call[name] ?? null])),
				hs_object_id: String(n),
			},
		}));
		return { status: found.length < inputs.length ? 207 : 200, body: { results } };
	}

	private upsert({ inputs }: Batch): Answer {
		if (inputs.some(({ idProperty }) => idProperty !== this.unique)) return refuse('not unique');
		if (inputs.some(({ id, properties }) => !this.find(id) && !properties?.hs_timestamp)) {
			return refuse('hs_timestamp is missing');
		}
		for (const { id, properties = {} } of inputs) {
			const texts = Object.entries(properties).map(([name, value]) => [
				name,
				value === null ? null : String(value).replace('.000Z', 'Z'),
			]);
			const call: Properties = this.find(id) ?? { [this.unique]: id };
			if (!this.calls.includes(call)) this.calls.push(call);
			Object.assign(call, Object.fromEntries(texts));
		}
		return { body: { status: 'COMPLETE', results: [] } };
	}
}

const refuse = (message: string): Answer => ({ status: 400, body: { status: 'error', message } });
