import type { INodeProperties } from 'n8n-workflow';
import { call } from '../../../nodes/YunhuVoice/actions/call';

const PLACING = ['callFromExtension', 'connectTwoPhones', 'playVoice'];

const placing = call.operations.filter(({ placesCalls }) => placesCalls);

it('these operations make phones ring, and no other', () => {
	expect(placing.map(({ entry }) => entry.value)).toEqual(PLACING);
	expect(call.operations.map(({ entry }) => entry.value)).toEqual(
		expect.arrayContaining(['hangUp', 'resumeWaiting']),
	);
});

it.each([
	'destinationNumber',
	'waitForResult',
	'waitLimitMinutes',
	'simplify',
	'options.callerId',
	'options.customData',
	'options.maturity',
	'options.timeoutSeconds',
])('%s is the same for all of them', (path) => {
	const [name, option] = path.split('.');
	const found = placing.map(({ properties }) => {
		const property = properties.find((other) => other.name === name);
		const options = (property?.options ?? []) as INodeProperties[];
		return option ? options.find((other) => other.name === option) : property;
	});
	expect(found[0]?.name).toBe(option ?? name);
	expect(found).toEqual(PLACING.map(() => found[0]));
});

it('what was not tried with a real account says so', () => {
	const { properties } = placing.find(({ entry }) => entry.value === 'playVoice')!;
	const optionsOf = (name: string) =>
		(properties.find((property) => property.name === name)?.options ?? []) as INodeProperties[];
	const untried = [...optionsOf('transfer'), ...optionsOf('options')]
		.filter(({ description }) => description?.includes('not tried with a real account'))
		.map(({ displayName, name }) => displayName ?? name);
	expect(untried).toEqual(['Always', 'Never', 'Ring Time (Seconds)', 'Talk Time (Seconds)']);
});
