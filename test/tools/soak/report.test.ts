import { eventIdOf } from '../../../nodes/YunhuVoice/events/eventId';
import { type Evidence, problemsOf } from './report';

const NUMBERS = Array.from({ length: 20 }, (_, n) => String(n));

const CAMPAIGN = ['100', '101'];

const bodyOf = (number: string) => ({ uuid: number, status: 'ring' });

/** Evidence of a soak in which all went well. */
const evidence = (): Evidence =>
	({
		tally: {
			numbers: NUMBERS.length,
			calls: NUMBERS.map((number) => ({ number, reference: number, said: 'accepted' })),
			inCampaigns: CAMPAIGN.map((number) => ({ number, reference: number, said: 'accepted' })),
			keptBack: 1,
			lookups: { asked: 5, failed: 0 },
			downloads: { asked: 5, failed: 0 },
			revocations: 1,
			extensions: 0,
			problems: [],
		},
		provider: {
			options: { tokenLifeSeconds: 60 },
			requests: [{ service: 'App.Sip_Auth.Login', answeredWith: {} }],
			dials: [...NUMBERS, ...CAMPAIGN].map((number) => ({
				destinationNumber: number,
				customuuid: number,
			})),
			callbacks: NUMBERS.map((number) => ({ body: bodyOf(number), status: 200 })),
		},
		relay: {
			passedOn: new Set(NUMBERS.map((number) => eventIdOf(bodyOf(number)))),
			passedOnAgain: new Set(),
		},
		executions: { events: NUMBERS.map((number) => eventIdOf(bodyOf(number))), problems: [] },
		records: { problems: () => [] },
		lines: { has: () => false, problems: () => [] },
		memory: [500, 500, 500, 500],
		elapsedMs: 60_000,
	}) as unknown as Evidence;

it('finds nothing where all went well', () => {
	expect(problemsOf(evidence())).toEqual([]);
});

it.each<[string, RegExp, (evidence: Evidence) => void]>([
	[
		'all calls were refused',
		/^20 calls were not accepted, with 0 faults$/,
		({ tally, provider }) => {
			for (const call of tally.calls) call.said = 'refused';
			provider.dials.length = 0;
		},
	],
	[
		'n8n took no callback',
		/has 0 executions$/,
		({ executions }) => {
			executions.events.length = 0;
		},
	],
	[
		'no callback reached n8n',
		/^Of 20 events n8n was handed 0$/,
		({ relay, executions }) => {
			(relay.passedOn as Set<string>).clear();
			executions.events.length = 0;
		},
	],
	['nobody called', /^No call was accepted$/, ({ tally }) => (tally.calls.length = 0)],
	['no token ended', /^No token was ended$/, ({ tally }) => (tally.revocations = 0)],
	['a number has no answer', /^1 numbers have no answer$/, ({ tally }) => (tally.numbers += 1)],
	[
		'there are more logins than reasons',
		/^4 logins, at most 3 were needed$/,
		({ provider }) => {
			while (provider.requests.length < 4) provider.requests.push(provider.requests[0]!);
		},
	],
	[
		'recordings fail by themselves',
		/^1 recordings failed, with 0 faults$/,
		({ tally }) => (tally.downloads.failed = 1),
	],
	[
		'a number of a campaign was called twice',
		/^100 is accepted, dialled 2 times$/,
		({ provider: { dials } }) => dials.push({ ...dials.at(-2)! }),
	],
	[
		'no limit kept anything back',
		/^No number was kept back by a limit$/,
		({ tally }) => (tally.keptBack = 0),
	],
	['a record is missing', /^Record 7$/, ({ records }) => (records.problems = () => ['Record 7'])],
	['the lines call somebody twice', /^Line 7$/, ({ lines }) => (lines.problems = () => ['Line 7'])],
	['n8n grows', /^The memory of n8n is not flat$/, ({ memory }) => (memory[3] = 600)],
])('says so where %s', (_what, problem, change) => {
	const changed = evidence();
	change(changed);
	expect(problemsOf(changed)).toContainEqual(expect.stringMatching(problem));
});
