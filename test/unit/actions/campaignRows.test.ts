import { campaignOf, numberIdOf, numberOf } from '../../../nodes/YunhuVoice/actions/campaign/rows';

describe('a campaign', () => {
	const ROW = {
		taskid: 12,
		customtaskid: 'spring-1',
		taskname: 'Spring',
		status: '1026',
		taskassign: 'group-1',
		taskscale: '1:3',
		starttime: '2024-01-02 10:00:00',
		createtime: '2024-01-01 09:00:00',
		remark: 'x',
	};

	it('is read with its times in the server’s time zone', () => {
		expect(campaignOf(ROW, 'Asia/Shanghai')).toEqual({
			campaignId: '12',
			customCampaignId: 'spring-1',
			campaignName: 'Spring',
			status: { code: 1026, name: 'Task in Progress' },
			assignedTo: 'group-1',
			callsPerFreeAgent: 3,
			startsAt: '2024-01-02T10:00:00.000+08:00',
			createdAt: '2024-01-01T09:00:00.000+08:00',
			otherFields: { remark: 'x' },
		});
	});

	it.each([
		['1:1', 1],
		['1:12', 12],
		['1:123456789', 123_456_789],
		[null, null],
	])('with the ratio %j calls %j numbers for a free agent', (taskscale, expected) => {
		expect(campaignOf({ ...ROW, taskscale }, 'Asia/Shanghai')).toMatchObject({
			callsPerFreeAgent: expected,
			otherFields: { remark: 'x' },
		});
	});

	it.each(['2:1', '11:3', '1:3:5', '1:x', '1:', '3', '1:1234567890'])(
		'keeps a ratio that it does not understand: %s',
		(taskscale) => {
			expect(campaignOf({ ...ROW, taskscale }, 'Asia/Shanghai')).toMatchObject({
				callsPerFreeAgent: null,
				otherFields: { remark: 'x', taskscale },
			});
		},
	);

	it('can have names that are words for “no value”', () => {
		const row = { taskid: 1, customtaskid: 'null', taskname: 'None', taskassign: 'nil' };
		expect(campaignOf(row, 'Asia/Shanghai')).toMatchObject({
			customCampaignId: 'null',
			campaignName: 'None',
			assignedTo: 'nil',
		});
	});

	it('of a row without anything is unknown, with every key', () => {
		const { otherFields, ...fields } = campaignOf({}, 'Asia/Shanghai');
		expect(Object.values(fields)).toEqual(Array(8).fill(null));
		expect(otherFields).toEqual({});
	});
});

describe('a number of a campaign', () => {
	const ROW = {
		taskid: 12,
		telphone: '13300000001',
		customuuid: 'order-1',
		userid: 3,
		memberid: 4,
		status: 1036,
		answered: '1',
		answertype: 'connected',
		extnumber: '80000001',
	};

	it('is read with words', () => {
		expect(numberOf(ROW)).toEqual({
			campaignId: '12',
			destinationNumber: '13300000001',
			customData: 'order-1',
			called: true,
			answered: true,
			answerType: 'connected',
			extension: '80000001',
			otherFields: { userid: 3, memberid: 4 },
		});
	});

	it.each([
		[{ status: '1036' }, { called: true }],
		[{ status: 1035 }, { called: false }],
		[{ status: null }, { called: null }],
		[{ answered: 1 }, { answered: true }],
		[{ answered: 0 }, { answered: false }],
		[{ answered: null }, { answered: null }],
		[{ answertype: 'caller' }, { answerType: 'agentMissed' }],
		[{ answertype: 'CALLEE' }, { answerType: 'customerMissed' }],
		[{ answertype: 'voicemail' }, { answerType: 'voicemail' }],
		[{ customuuid: 'none' }, { customData: 'none' }],
	])('with %j is %j', (change, expected) => {
		expect(numberOf({ ...ROW, ...change })).toMatchObject({
			...expected,
			otherFields: { userid: 3, memberid: 4 },
		});
	});

	it('keeps what it does not understand', () => {
		expect(numberOf({ ...ROW, status: 1099, answered: 'perhaps' })).toMatchObject({
			called: null,
			answered: null,
			otherFields: { userid: 3, memberid: 4, status: 1099, answered: 'perhaps' },
		});
	});

	it('stays the same one, whatever becomes of it', () => {
		const later = { ...ROW, status: 1035, answered: null, answertype: '', extnumber: '2' };
		expect(numberIdOf(later)).toBe(numberIdOf(ROW));
		const { taskid, ...rest } = ROW;
		expect(numberIdOf({ TaskId: taskid, ...rest })).toBe(numberIdOf(ROW));
	});

	it.each(['taskid', 'telphone', 'customuuid', 'userid', 'memberid'])(
		'is another one with another %s, or without it',
		(name) => {
			const { [name]: gone, ...without } = ROW as Record<string, string | number>;
			const ids = [ROW, { ...ROW, [name]: `${gone}0` }, without].map(numberIdOf);
			expect(new Set(ids).size).toBe(3);
			expect(numberIdOf({ ...ROW, [name]: null })).toBe(numberIdOf(without));
		},
	);
});
