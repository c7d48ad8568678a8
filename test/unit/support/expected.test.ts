import { loadExample } from '../../support/examples/examples';
import { COLUMNS, EXPECTED, problemsOf } from '../../support/examples/expected';
import { wavChunks, wavSize } from '../../support/simulator/wav';

const FILLED_IN = { credentials: { yunhuVoiceApi: '1' } };

const sound = Buffer.concat([...wavChunks(wavSize(1))]);

const STARTED = '2026-01-02T03:04:05.000+08:00';

/** Returns what n8n writes when all is well, with some rows replaced. */
function file(replaced: Record<number, string[][]> = {}): string[][] {
	const rows = EXPECTED.flatMap(
		({ number, customData, outcome, answered, key, recorded }, index) => {
			const row = [
				number,
				customData,
				outcome,
				answered ? '10' : '0',
				key,
				recorded ? 'call.wav' : '',
				STARTED,
			];
			return replaced[index] ?? [row];
		},
	);
	return [COLUMNS, ...rows];
}

/** Returns a file with another row for the busy call. */
const second = (...row: string[]) => file({ 1: [['12025550102', 'customer-2', ...row, STARTED]] });

const problems = (records: string[][], onDisk: Buffer | undefined = sound) =>
	problemsOf(records, EXPECTED, () => onDisk);

describe('problemsOf', () => {
	it('finds nothing when every call came back', () => {
		expect(problems(file())).toEqual([]);
	});

	it.each([
		['a call that is missing', file({ 1: [] }), '12025550102 did not come back'],
		[
			'a call nobody placed',
			[...file(), ['7', '', '', '', '', '', STARTED]],
			'"7", which is not on the list',
		],
		[
			'another person',
			file({ 1: [['12025550102', 'x', 'busy', '0', '', '', STARTED]] }),
			'data "x"',
		],
		['another outcome', second('X', '0', '', ''), 'outcome "X"'],
		['seconds of a busy line', second('busy', '3', '', ''), '"3"'],
		['no seconds', second('busy', '', '', ''), '"" seconds'],
		['a key', second('busy', '0', '1', ''), 'key "1"'],
		[
			'no time',
			file({ 1: [['12025550102', 'customer-2', 'busy', '0', '', '', '']] }),
			'started at ""',
		],
		['a recording', second('busy', '0', '', 'x'), 'recording "x"'],
		[
			'none',
			file({ 0: [['12025550101', 'customer-1', 'answered', '20', '1', '', STARTED]] }),
			': no recording.',
		],
		['other columns', [['number'], ...file().slice(1)], 'first line is "number"'],
		['an empty file', [], 'first line is ""'],
	])('tells of %s', (_, records, text) => {
		expect(problems(records)).toEqual([expect.stringContaining(text)]);
	});

	it('tells of a row that is there twice', () => {
		const row = file()[2] as string[];

		expect(problems(file({ 1: [row, row] }))).toEqual([expect.stringContaining('2 rows')]);
	});

	it('tells of a recording that is not on disk or does not play', () => {
		const missing = problemsOf(file(), EXPECTED, () => undefined);

		expect(missing).toEqual([expect.stringContaining('no recording "call.wav" on disk')]);
		expect(problems(file(), sound.subarray(0, 99))).toEqual([
			expect.stringContaining('its recording does not play'),
		]);
	});
});

describe('the examples', () => {
	it('call the numbers that the demo expects back', () => {
		const { nodes } = loadExample('call-a-list', FILLED_IN);
		const list = nodes.find(({ name }) => name === 'People')?.parameters.jsonOutput as string;
		const { people } = JSON.parse(list) as {
			people: Array<{ id: string; number: string }>;
		};

		expect(people.map(({ id, number }) => [id, number])).toEqual(
			EXPECTED.map(({ customData, number }) => [customData, number]),
		);
	});

	it('write the columns that the demo expects', () => {
		const { nodes } = loadExample('save-results-and-recordings', {
			...FILLED_IN,
			settings: { folder: '/calls' },
		});
		const settings = nodes.find(({ name }) => name === 'Settings')?.parameters.assignments;

		expect(settings).toMatchObject({
			assignments: [
				{ name: 'folder', value: '/calls' },
				{ name: 'columns', value: COLUMNS.join() },
			],
		});
	});

	it.each(['call-a-list', 'save-results-and-recordings'])(
		'%s uses the credential it is given',
		(name) => {
			const { nodes } = loadExample(name, FILLED_IN);
			const credentials = nodes.flatMap((node) => node.credentials?.yunhuVoiceApi ?? []);

			expect(credentials).not.toHaveLength(0);
			for (const { id } of credentials) expect(id).toBe('1');
		},
	);
});
