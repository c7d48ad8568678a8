import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Random } from '../../support/random';
import type { FaultKind, Simulator } from '../../support/simulator';
import type { CallItem } from './ledger';
import { type Job, pathOf } from './workflows';

/** For calls and lookups. Repeated entries occur more often. */
const FAULTS: [FaultKind, ...FaultKind[]] = [
	{ reset: 'before' },
	{ reset: 'after' },
	{ httpAfter: 500 },
	{ http: 502 },
	{ ret: 500 },
	{ ret: 600 },
	{ ret: 600 },
	{ ret: 603 },
	{ code: 1002 },
	{ code: 1010 },
	{ raw: '' },
	{ raw: '{"ret":200,"data":{"sta' },
	{ stall: true },
	{ stall: 'after' },
	{ delayMs: 800 },
];

const LOGIN_FAULTS: [FaultKind, ...FaultKind[]] = [
	{ reset: 'before' },
	{ reset: 'after' },
	{ http: 502 },
	{ delayMs: 800 },
];

const CAMPAIGN_FAULTS: [FaultKind, ...FaultKind[]] = [
	{ reset: 'before' },
	{ reset: 'after' },
	{ ret: 600 },
	{ code: 1002 },
	{ delayMs: 800 },
];

/** The beginning of every number that the credential allows. */
export const ALLOWED = '139';

/** Maximum number of items in a list. */
export const LONGEST_LIST = 10;

/** An item in the response of a job's workflow. */
type Answer = Record<string, unknown>;

/** The totals so far. */
export interface Tally {
	/** How many numbers n8n received; all are different. */
	numbers: number;
	calls: CallItem[];
	/** The numbers of campaigns; not part of `numbers`. */
	inCampaigns: CallItem[];
	/** Numbers that a limit keeps back: of the credential, or of the node. */
	keptBack: number;
	lookups: { asked: number; failed: number };
	downloads: { asked: number; failed: number };
	/** How often tokens were revoked and extensions added. */
	revocations: number;
	extensions: number;
	/** Responses that break the node's promises. */
	problems: string[];
}

export const newTally = (): Tally => ({
	numbers: 0,
	calls: [],
	inCampaigns: [],
	keptBack: 0,
	lookups: { asked: 0, failed: 0 },
	downloads: { asked: 0, failed: 0 },
	revocations: 0,
	extensions: 0,
	problems: [],
});

/** Returns what the node said about a number, or undefined if the response says nothing. */
function saidBy({ accepted, error }: Answer): CallItem['said'] | undefined {
	if (accepted === true) return 'accepted';
	if (typeof error !== 'string' || error === '') return undefined;
	return error.includes('may have been placed') ? 'open' : 'refused';
}

/** A round of load on n8n: lists, lookups and downloads in parallel, while the provider has faults. */
export class Round {
	private readonly known: string[];

	/** @param webhooks n8n's base URL for webhooks, with a trailing slash */
	constructor(
		private readonly webhooks: string,
		private readonly provider: Simulator,
		private readonly random: Random,
		private readonly tally: Tally,
	) {
		this.known = provider.callbacks.flatMap(({ body }) =>
			typeof body.recordfilename === 'string' && body.recordfilename ? body.recordfilename : [],
		);
	}

	/** Resolves when every item has its response and every call has ended. */
	async play(): Promise<void> {
		const { random, provider } = this;
		provider.options.duplicateCallbacks = random.chance(50);
		provider.options.latencyMs = random.oneOf([0, 20, 100]);
		this.addFaults();
		await Promise.all([
			...Array.from({ length: random.between(1, 2) }, async () => await this.callList()),
			...(random.chance(25) ? [this.runCampaign()] : []),
			this.fetch('lookup', this.tally.lookups, random.between(0, 8)),
			this.fetch('download', this.tally.downloads, random.between(0, 3)),
			this.endTokens(),
		]);
		await provider.settled();
	}

	private addFaults(): void {
		const { random, provider } = this;
		for (let left = random.between(0, 4); left > 0; left--) {
			const service = random.oneOf(['PlayVoice', 'PlayVoice', 'GetRecodeFile']);
			const fault = random.oneOf(FAULTS);
			provider.answerNext({ service, after: random.between(0, 5), fault });
		}
		if (random.chance(10)) {
			const service = random.oneOf(['TaskCreat', 'TaskSet']);
			provider.answerNext({ service, fault: random.oneOf(CAMPAIGN_FAULTS) });
		}
		if (random.chance(5)) provider.answerNext({ service: 'GetBill', fault: { http: 502 } });
		if (random.chance(10)) {
			provider.answerNext({ service: 'Login', fault: random.oneOf(LOGIN_FAULTS) });
		}
	}

	private async endTokens(): Promise<void> {
		const { random, provider, tally } = this;
		await sleep(random.between(0, 1500));
		if (random.chance(20)) {
			tally.revocations += 1;
			provider.revokeTokens();
		}
		if (random.chance(5)) {
			tally.extensions += 1;
			provider.addExtension();
		}
	}

	private async callList(): Promise<void> {
		const { random, tally } = this;
		const concurrency = random.oneOf([1, 5, 5, 20, 50]);
		const items = Array.from({ length: random.between(3, LONGEST_LIST) }, () =>
			this.newPerson(`${ALLOWED}${String(++tally.numbers).padStart(6, '0')}`),
		);
		const forbidden = random.chance(20) ? [this.newPerson('138000000')] : [];
		// The node's limit lets each number through once.
		const again = random.chance(20) ? items.slice(0, 1) : [];
		const answers = await this.run(
			'list',
			[...items, ...forbidden, ...again].map((item) => ({ ...item, concurrency })),
		);
		items.forEach((item, index) => {
			const answer = answers[index] ?? {};
			const said = saidBy(answer);
			if (said && answer.destinationNumber === item.number) tally.calls.push({ ...item, said });
			else tally.problems.push(`${item.number} was answered ${JSON.stringify(answer)}`);
		});
		for (const answer of answers.slice(items.length)) this.takeKeptBack(answer, items[0]!.number);
	}

	/** @param first the number that was called before, unless its call was refused */
	private takeKeptBack(answer: Answer, first: string): void {
		const { tally } = this;
		const said = saidBy(answer);
		const before = tally.calls.find(({ number }) => number === first);
		if (said === 'refused') tally.keptBack += 1;
		else if (said && answer.destinationNumber === first && before?.said === 'refused')
			before.said = said;
		else tally.problems.push(`A number that is not allowed was answered ${JSON.stringify(answer)}`);
	}

	private async runCampaign(): Promise<void> {
		const { random, tally } = this;
		const campaign = `soak-${tally.inCampaigns.length}`;
		const people = Array.from({ length: random.between(1, 4) }, (_, n) =>
			this.newPerson(`${ALLOWED}7${String(tally.inCampaigns.length + n).padStart(5, '0')}`),
		);
		const [answer = {}] = await this.run(
			'campaign',
			people.map((person) => ({ ...person, campaign })),
		);
		const said =
			answer.error === undefined ? 'accepted' : answer.mayHaveBeenPlaced ? 'open' : 'refused';
		tally.inCampaigns.push(...people.map((person) => ({ ...person, said }) as const));
	}

	/** The last two digits select the outcome of the call. */
	private newPerson(beginning: string): Pick<CallItem, 'number' | 'reference'> {
		return { number: `${beginning}0${this.random.between(1, 7)}`, reference: `soak-${beginning}` };
	}

	private async fetch(job: Job, counts: Tally['lookups'], most: number): Promise<void> {
		const names = this.known.slice(-most).map((fileName) => ({ fileName }));
		if (most === 0 || names.length === 0) return;
		const answers = await this.run(job, names);
		counts.asked += names.length;
		counts.failed += answers.filter(({ error }) => error !== undefined).length;
		names.forEach(({ fileName }, index) => {
			const answer = answers[index] ?? {};
			if (typeof answer.error === 'string' || answer.fileName === fileName) return;
			this.tally.problems.push(`${fileName} was answered ${JSON.stringify(answer)}`);
		});
	}

	private async run(job: Job, items: object[]): Promise<Answer[]> {
		const { statusCode, body } = await request(this.webhooks + pathOf(job), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
		});
		const text = await body.text();
		if (statusCode === 200) return JSON.parse(text) as Answer[];
		this.tally.problems.push(`The workflow ${job} was answered HTTP ${statusCode}: ${text}`);
		return [];
	}
}
