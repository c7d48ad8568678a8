import { ListOnLines } from '../support/examples/lines';
import { Stage } from '../support/examples/stage';
import { times } from '../support/lists';
import { print } from '../support/print';
import { Random } from '../support/random';
import { OUTCOMES, type Outcome } from '../support/simulator';

const LINES = 5;
const PEOPLE = 200;
const ATTEMPTS = 3;
const TIMEOUT_MS = 2_000_000;

const random = new Random(5);

/** How often each outcome of the simulator occurs. */
const MIX = ['01', '01', '01', '06', '06', '09', '02', '02', '03', '03', '04', '05'] as const;

/** Returns an outcome with a random length. */
function anyOutcome(): Outcome {
	const ending = random.oneOf(MIX);
	const outcome: Outcome = ending === '09' ? { ...OUTCOMES['06']!, key: '9' } : OUTCOMES[ending]!;
	const talkSeconds = outcome.talkSeconds && random.between(5, 60);
	return { ...outcome, waitSeconds: random.between(5, 30), talkSeconds };
}

const stateAfter = ({ talkSeconds, key }: Outcome): string =>
	talkSeconds === 0 ? 'not reached' : key === '9' ? 'opted out' : 'answered';

/** Whether another call is of use: not after a rejected one. */
const isRetried = ({ talkSeconds, hangupcause }: Outcome): boolean =>
	talkSeconds === 0 && hangupcause !== OUTCOMES['04']!.hangupcause;

let stage: Stage;

beforeAll(async () => {
	// n8n's default engine takes several times the time for each call, which changes nothing else.
	stage = await Stage.start({ N8N_EXPRESSION_ENGINE: 'legacy' });
});

afterAll(async () => await stage?.stop());

it('calls 200 people over 5 lines, with lost callbacks, lost answers and two restarts of n8n', async () => {
	const { provider, n8n } = stage;
	const { options, dials } = provider;
	const outcomes = new Map<string, Outcome[]>();
	const lost = new Map<string, boolean>();
	options.timeScale = 0.05;
	options.outcomeOf = (number) => {
		const outcome = anyOutcome();
		outcomes.set(number, [...(outcomes.get(number) ?? []), outcome]);
		return outcome;
	};
	options.callbacksLost = (customuuid) => {
		if (!lost.has(customuuid)) lost.set(customuuid, random.chance(4));
		return lost.get(customuuid)!;
	};
	provider.answerNext({ service: 'PlayVoice', after: 30, fault: { reset: 'after' } });
	provider.answerNext({ service: 'PlayVoice', after: 90, fault: { reset: 'before' } });
	provider.answerNext({ service: 'PlayVoice', after: 150, fault: { httpAfter: 502 } });

	const lines = await ListOnLines.start(
		stage,
		times(PEOPLE, (n) => ({ name: `Person ${n}`, number: String(12_025_550_000 + n) })),
		{
			seconds: 10,
			settings: {
				lines: String(LINES),
				attempts: String(ATTEMPTS),
				pauseBusyMinutes: '0.2',
				pauseNoAnswerMinutes: '0.5',
				pauseOtherMinutes: '0.3',
				longestCallMinutes: '4',
				lookUpAfterMinutes: '3',
				settleMinutes: '5',
			},
		},
	);
	const startedAt = Date.now();
	await lines.switchOn();
	const untilDialled = async (count: number) =>
		await lines.until(`Not ${count} calls`, TIMEOUT_MS, () => dials.length >= count);
	await untilDialled(80);
	await n8n.restart();
	await untilDialled(160);
	await n8n.kill();
	await n8n.restart();
	await lines.untilDone(TIMEOUT_MS);
	const seconds = Math.round((Date.now() - startedAt) / 1000);

	const people = lines.people();
	const states = [...new Set(people.map(({ state }) => String(state)))];
	const counts = states.map(
		(state) => `${people.filter((row) => row.state === state).length} ${state}`,
	);
	const unknown = people.filter(({ key }) => key === 'unknown').length;
	print(
		`${PEOPLE} people, ${dials.length} calls in ${seconds} s, at most ${provider.maxCallsAlive} at once: ${counts.join(', ')}; ` +
			`${[...lost.values()].filter(Boolean).length} calls without callbacks, ${unknown} answers with an unknown key`,
	);

	expect(provider.maxCallsAlive).toBe(LINES);
	expect(lines.overlaps()).toEqual([]);
	const wrong = people.filter(({ number, state, key, attempts }) => {
		const calls = outcomes.get(String(number)) ?? [];
		const last = calls.at(-1);
		const isOften = calls.length > ATTEMPTS || calls.length > Number(attempts);
		if (!last || isOften || !calls.slice(0, -1).every(isRetried)) return true;
		const isUsedUp = !isRetried(last) || attempts === ATTEMPTS;
		const isState = state === stateAfter(last) || (state === 'answered' && key === 'unknown');
		return !isUsedUp || !isState;
	});
	expect(wrong).toEqual([]);
	await lines.until('A line is not free', 60_000, () => lines.lines().every(({ claim }) => !claim));
});
