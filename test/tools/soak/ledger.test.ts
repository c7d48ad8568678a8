import type { DialRecord } from '../../support/simulator';
import { type CallItem, problemsOfCallbacks, problemsOfCalls } from './ledger';

const said = (what: CallItem['said'], number = '1'): CallItem => ({
	number,
	reference: `reference-${number}`,
	said: what,
});

const dial = (number = '1', customuuid = `reference-${number}`): DialRecord => ({
	destinationNumber: number,
	customuuid,
	callId: 'call',
	at: new Date(0),
});

describe('calls', () => {
	it.each<[string, CallItem[], DialRecord[]]>([
		['accepted and dialled', [said('accepted')], [dial()]],
		['in doubt and dialled', [said('open')], [dial()]],
		['in doubt and not dialled', [said('open')], []],
		['refused and not dialled', [said('refused')], []],
		['of several numbers', [said('accepted'), said('refused', '2')], [dial()]],
	])('that are %s are well', (_what, items, dials) => {
		expect(problemsOfCalls(items, dials)).toEqual([]);
	});

	it.each<[string, CallItem[], DialRecord[]]>([
		['lost', [said('accepted')], []],
		['doubled', [said('accepted')], [dial(), dial()]],
		['doubled after doubt', [said('open')], [dial(), dial()]],
		['placed although refused', [said('refused')], [dial()]],
		['asked for by nobody', [], [dial()]],
		['placed with another text', [said('accepted')], [dial('1', 'reference-2')]],
	])('that are %s are a problem', (_what, items, dials) => {
		expect(problemsOfCalls(items, dials)).toHaveLength(1);
	});
});

describe('callbacks', () => {
	it.each<[string, string[], string[], string[]]>([
		['handed over and executed', ['a', 'b'], [], ['b', 'a']],
		['handed over again after a restart and executed once', ['a'], ['a'], ['a']],
		['handed over again after a restart and executed twice', ['a'], ['a'], ['a', 'a']],
		['none', [], [], []],
	])('that are %s are well', (_what, passedOn, again, executed) => {
		expect(problemsOfCallbacks(relayOf(passedOn, again), executed)).toEqual([]);
	});

	it.each<[string, string[], string[], string[]]>([
		['lost', ['a', 'b'], [], ['a']],
		['lost after a restart', ['a'], ['a'], []],
		['executed twice', ['a', 'b'], ['b'], ['a', 'a', 'b']],
		['executed three times after a restart', ['a'], ['a'], ['a', 'a', 'a']],
		['sent by nobody', ['a'], [], ['a', 'b']],
	])('that are %s are a problem', (_what, passedOn, again, executed) => {
		expect(problemsOfCallbacks(relayOf(passedOn, again), executed)).toHaveLength(1);
	});
});

const relayOf = (passedOn: string[], again: string[]) => ({
	passedOn: new Set(passedOn),
	passedOnAgain: new Set(again),
});
