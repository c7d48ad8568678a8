import { callerIdOf } from '../../../nodes/YunhuVoice/actions/callerId/rows';
import { extensionOf, extensionStatusOf } from '../../../nodes/YunhuVoice/actions/extension/rows';
import { groupOf, memberOf } from '../../../nodes/YunhuVoice/actions/extensionGroup/rows';

const ZONE = 'Asia/Shanghai';

describe('an extension', () => {
	const ROW = { extnumber: '80000001', password: '***', status: 1016, register: 'nreg' };

	it('is read without its password', () => {
		expect(extensionOf(ROW)).toEqual({
			extension: '80000001',
			enabled: true,
			registered: false,
			displayNumber: null,
			otherFields: {},
		});
	});

	it('of an older platform has a number to show', () => {
		expect(
			extensionOf({ EXTNUMBER: 80000001, status: '1013', disnumber: 2566823420 }),
		).toMatchObject({
			extension: '80000001',
			enabled: false,
			registered: null,
			displayNumber: '2566823420',
		});
	});

	it.each([
		[1016, true],
		['1016', true],
		[1013, false],
		[null, null],
		['', null],
	])('with status %j is enabled: %j', (status, enabled) => {
		expect(extensionOf({ ...ROW, status })).toMatchObject({ enabled, otherFields: {} });
	});

	it.each([
		['reg', true],
		['REG', true],
		['nreg', false],
		[1017, true],
		['1014', false],
		[null, null],
	])('with register %j is registered: %j', (register, registered) => {
		expect(extensionOf({ ...ROW, register })).toMatchObject({ registered, otherFields: {} });
	});

	it('keeps what it does not understand, and what is new', () => {
		const row = { ...ROW, status: 1099, register: 'perhaps', areacode: '025' };
		expect(extensionOf(row)).toEqual({
			extension: '80000001',
			enabled: null,
			registered: null,
			displayNumber: null,
			otherFields: { status: 1099, register: 'perhaps', areacode: '025' },
		});
	});
});

describe('the status of an extension', () => {
	const ROW = {
		extnumber: '80000001',
		status: 1204,
		caller: '80000001',
		callee: '13300000001',
		disnumber: '21800001',
		direction: 'callout',
		channel: 'c-1',
		idleduration: null,
		callduration: '12',
	};

	it('is read with names and numbers', () => {
		expect(extensionStatusOf(ROW)).toEqual({
			extension: '80000001',
			status: { code: 1204, name: 'Calling' },
			isFree: false,
			caller: '80000001',
			callee: '13300000001',
			displayNumber: '21800001',
			direction: 'outbound',
			channel: 'c-1',
			idleSeconds: null,
			talkSeconds: 12,
		});
	});

	it('tells for how long it has been idle', () => {
		const idle = { ...ROW, status: 1201, idleduration: '95', callduration: null };
		expect(extensionStatusOf(idle)).toMatchObject({ idleSeconds: 95, talkSeconds: null });
	});

	it.each<[unknown, object | null, boolean | null]>([
		[1201, { code: 1201, name: 'Idle' }, true],
		['1201', { code: 1201, name: 'Idle' }, true],
		[1202, { code: 1202, name: 'Ringing' }, false],
		[1014, { code: 1014, name: 'Extension Not Registered' }, false],
		[1299, { code: 1299, name: 'Unknown (1299)' }, false],
		[null, null, null],
		['busy', null, null],
	])('%j: named %j, free: %j', (status, named, isFree) => {
		expect(extensionStatusOf({ extnumber: '1', status } as never)).toMatchObject({
			status: named,
			isFree,
		});
	});

	it.each([
		['callin', 'inbound'],
		['internal', 'internal'],
		[null, null],
	])('direction %j is %j', (direction, expected) => {
		expect(extensionStatusOf({ ...ROW, direction }).direction).toBe(expected);
	});

	it('of a row without anything is unknown, with every key', () => {
		expect(Object.values(extensionStatusOf({}))).toEqual(Array(10).fill(null));
	});
});

describe('an extension group', () => {
	it.each([
		[
			{ id: 1, name: 'group-1', status: 1042 },
			{ groupId: '1', name: 'group-1', status: { code: 1042, name: 'Enabled' }, otherFields: {} },
		],
		[
			{ id: '7', name: '销售（一）', status: '1043', remark: 'x' },
			{
				groupId: '7',
				name: '销售（一）',
				status: { code: 1043, name: 'Unknown (1043)' },
				otherFields: { remark: 'x' },
			},
		],
		[
			{ id: 2, name: 'None', status: 1042 },
			{ groupId: '2', name: 'None', status: { code: 1042, name: 'Enabled' }, otherFields: {} },
		],
		[
			{ name: 1, status: 'on' },
			{ groupId: null, name: '1', status: null, otherFields: { status: 'on' } },
		],
	])('%j', (row, expected) => {
		expect(groupOf(row)).toEqual(expected);
	});
});

describe('a member of a group', () => {
	const ROW = {
		name: 'group-1',
		extnumber: '80000001',
		status: 'hangup',
		priority: '2',
		linkcount: 0,
		date: '2024-01-02 10:00:00',
		state: 'idle',
	};

	it('is read with its time in the server’s time zone', () => {
		expect(memberOf(ROW, ZONE)).toEqual({
			group: 'group-1',
			extension: '80000001',
			memberState: 'idle',
			callStatus: 'hangup',
			priority: 2,
			updatedAt: '2024-01-02T10:00:00.000+08:00',
			otherFields: { linkcount: 0 },
		});
	});

	it.each([
		['a time that is not set', { date: null }, { updatedAt: null, otherFields: { linkcount: 0 } }],
		[
			'a time that is none',
			{ date: 'today' },
			{ updatedAt: null, otherFields: { linkcount: 0, date: 'today' } },
		],
		['a state of a later day', { state: 'paused' }, { memberState: 'paused' }],
	])('with %s', (_what, change, expected) => {
		expect(memberOf({ ...ROW, ...change }, ZONE)).toMatchObject(expected);
	});
});

it('a caller ID is text, and everything else is kept', () => {
	expect(callerIdOf({ disnumber: 2566823420, status: 1018 })).toEqual({
		callerId: '2566823420',
		otherFields: { status: 1018 },
	});
	expect(callerIdOf({ number: '1' })).toEqual({ callerId: null, otherFields: { number: '1' } });
});
