import { ListOnLines } from '../../support/examples/lines';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage } from '../../support/examples/stage';
import { OUTCOMES, type Outcome } from '../../support/simulator';

const [ANSWERED, BUSY, NO_ANSWER, REJECTED, LINE_FAILURE, NO_KEY] = Object.values(OUTCOMES) as [
	Outcome,
	...Outcome[],
] &
	Outcome[];

/** The outcomes of the calls to each number, in order; the last one goes on. */
const CALLS: Record<string, Array<Outcome | undefined>> = {
	'12025550101': [ANSWERED],
	// Long enough for calls on all lines to be alive at once.
	'12025550102': [{ ...BUSY!, waitSeconds: 30 }],
	'12025550103': [NO_ANSWER, ANSWERED],
	'12025550104': [REJECTED],
	'12025550105': [LINE_FAILURE, BUSY, NO_KEY],
	'12025550106': [NO_KEY],
	'12025550107': [{ ...ANSWERED, agent: false, key: '9' }],
	'12025550108': [ANSWERED],
	'12025550110': [ANSWERED],
	'12025550111': [ANSWERED],
	'12025550112': [ANSWERED],
};
const OPTED_OUT = '12025550109';
const PEOPLE = [...Object.keys(CALLS), OPTED_OUT, '12025550101', '1202-555 ext'];

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterAll(async () => await stage?.stop());

describeOnNewerN8n('call-a-list-on-lines', () => {
	let lines: ListOnLines;

	// The next list has the same tables.
	afterEach(async () => await stage.n8n.deactivate(lines.workflowId));

	it('calls everybody as often as allowed, on so many lines, and never twice at once', async () => {
		const { provider } = stage;
		const { options } = provider;
		options.timeScale = 0.05;
		options.outcomeOf = (number) => {
			const outcomes = CALLS[number]!;
			return outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!;
		};
		options.callbacksLost = (customuuid) => customuuid.startsWith('9-');
		lines = await ListOnLines.start(
			stage,
			PEOPLE.map((number, n) => ({ name: `Person ${n + 1}`, number })),
			{
				seconds: 4,
				settings: {
					lines: '3',
					pauseBusyMinutes: '0.05',
					pauseNoAnswerMinutes: '0.05',
					pauseOtherMinutes: '0.05',
					lookUpAfterMinutes: '0.05',
					settleMinutes: '1',
				},
			},
		);
		await lines.optOut(OPTED_OUT);
		const play = { service: 'PlayVoice' };
		provider.answerNext({ ...play, destnumber: '12025550110', fault: { reset: 'after' } });
		provider.answerNext({ ...play, destnumber: '12025550111', fault: { reset: 'before' } });
		provider.answerNext({ ...play, destnumber: '12025550112', fault: { ret: 603 } });
		await stage.worked(lines.workflowId, 4);
		expect(provider.dials).toEqual([]);

		await lines.switchOn();
		await lines.untilDone(150_000);

		expect(lines.people()).toMatchObject([
			{ state: 'answered', attempts: 1, key: '1', talkSeconds: 20 },
			{ state: 'not reached', attempts: 3, outcome: 'busy' },
			{ state: 'answered', attempts: 2, key: '1' },
			{ state: 'not reached', attempts: 1, outcome: 'rejected' },
			{ state: 'answered', attempts: 3, key: 'none' },
			{ state: 'answered', attempts: 1, key: 'none' },
			{ state: 'opted out', attempts: 1, key: '9' },
			{ state: 'answered', attempts: 1, key: '1' },
			{ state: 'answered', attempts: 1, key: 'unknown' },
			{ state: 'answered', attempts: 2, key: '1' },
			{ state: 'answered', attempts: 1, key: '1' },
			{ state: 'opted out', attempts: 0 },
			{ state: 'duplicate', attempts: 0 },
			{ state: 'for a person', attempts: 0, note: expect.stringContaining('Destination Number') },
		]);
		expect(lines.optOuts().map(({ number }) => number)).toEqual([OPTED_OUT, '12025550107']);
		expect(provider.maxCallsAlive).toBe(3);
		expect(lines.overlaps()).toEqual([]);
		await lines.until('A line is not free', 30_000, () =>
			lines.lines().every(({ claim }) => !claim),
		);
		expect(lines.lines().map(({ line }) => line)).toEqual([1, 2, 3]);
	}, 240_000);

	it('calls nobody outside the calling hours, and nobody while no agent is free', async () => {
		const { provider, n8n } = stage;
		provider.reset();
		provider.options.outcomeOf = () => ANSWERED;
		const [group] = provider.groups;
		for (const member of group!.members) member.state = 'busy';
		lines = await ListOnLines.start(stage, [{ name: 'Ann', number: '12025550199' }], {
			seconds: 4,
			settings: { callFrom: '20:00', callUntil: '20:00', onlyWhenAgentIsFree: 'true' },
		});
		const ticks = async (count: number) => {
			const before = (await n8n.executions({ workflowId: lines.workflowId })).length;
			await stage.worked(lines.workflowId, before + count);
		};
		await lines.switchOn();
		await ticks(2);
		expect(provider.count('GetGroupExt')).toBe(0);

		await n8n.changeNodes(lines.workflowId, (nodes) => {
			const settings = nodes.find(({ name }) => name === 'Settings')!;
			const { assignments } = settings.parameters.assignments as {
				assignments: Array<{ name: string; value: string }>;
			};
			assignments.find(({ name }) => name === 'callFrom')!.value = '0:00';
			assignments.find(({ name }) => name === 'callUntil')!.value = '24:00';
		});
		await n8n.activate(lines.workflowId);
		await lines.until(
			'Nobody has looked for agents',
			60_000,
			() => provider.count('GetGroupExt') > 1,
		);
		expect(provider.dials).toEqual([]);

		group!.members[0]!.state = 'idle';
		await lines.untilDone(60_000);
		expect(provider.dials).toMatchObject([{ destinationNumber: '12025550199' }]);
	}, 240_000);
});
