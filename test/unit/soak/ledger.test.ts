import { eventIdOf } from '../../../nodes/YunhuVoice/callbacks/eventId';
import type { CallbackRecord, DialRecord } from '../../simulator';
import { type CallItem, problemsOfCallbacks, problemsOfCalls } from '../../soak/ledger';

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

const BODY = { uuid: 'call', status: 'ring' };
const ID = eventIdOf(BODY);

const attempt = (status: number | undefined, body = BODY): CallbackRecord => ({
	kind: 'extensionStatus',
	callId: 'call',
	customuuid: '',
	body,
	attempt: 1,
	...(status !== undefined && { status }),
});

describe('callbacks', () => {
	it.each<[string, CallbackRecord[], string[]]>([
		['taken', [attempt(200)], [ID]],
		['taken after a failure', [attempt(502), attempt(undefined), attempt(200)], [ID]],
		['taken twice', [attempt(200), attempt(200)], [ID]],
		['never taken', [attempt(502)], []],
		['taken without an answer', [attempt(undefined)], [ID]],
	])('that are %s are well', (_what, callbacks, executed) => {
		expect(problemsOfCallbacks(callbacks, executed)).toEqual([]);
	});

	it.each<[string, CallbackRecord[], string[]]>([
		['lost', [attempt(200)], []],
		['executed twice', [attempt(200), attempt(200)], [ID, ID]],
		['executed twice without an answer', [attempt(undefined)], [ID, ID]],
		['sent by nobody', [], [ID]],
		['mixed up', [attempt(200), attempt(200, { ...BODY, status: 'answer' })], [ID]],
	])('that are %s are a problem', (_what, callbacks, executed) => {
		expect(problemsOfCallbacks(callbacks, executed)).toHaveLength(1);
	});
});
