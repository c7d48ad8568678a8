import { Fields } from '../../../nodes/YunhuVoice/shared/fields';

it('a NUL character around a value is padding', () => {
	expect(new Fields({ uuid: 'ca11\0', billsec: '\0 23\0' }).text('uuid')).toBe('ca11');
	expect(new Fields({ billsec: '\0 23\0' }).text('billsec')).toBe('23');
});

describe('has', () => {
	it('finds a field whatever its letter case, empty or not', () => {
		const fields = new Fields({ BillSec: null, UUID: 'a' });
		expect(['billsec', 'uuid', 'status'].map((name) => fields.has(name))).toEqual([
			true,
			true,
			false,
		]);
	});

	it.each(['constructor', 'tostring', '__proto__'])('does not find %s in an object', (name) => {
		expect(new Fields({}).has(name)).toBe(false);
	});

	it('does not count as reading', () => {
		const fields = new Fields({ uuid: 'a' });
		fields.has('uuid');
		expect(fields.others()).toEqual({ uuid: 'a' });
	});
});

describe('text', () => {
	it.each([
		['a', 'a'],
		[' a b ', 'a b'],
		[7003, '7003'],
		[0, '0'],
		[false, 'false'],
		['', null],
		['  ', null],
		[null, null],
		[undefined, null],
		[{ a: 1 }, '{"a":1}'],
		[[], '[]'],
		['(null)', null],
		['<nil>', null],
		['x(null)', 'x(null)'],
		['(null)x', '(null)x'],
		['x<nil>', 'x<nil>'],
		['<nil>x', '<nil>x'],
	])('of %j is %j', (value, text) => {
		expect(new Fields({ key: value }).text('key')).toBe(text);
	});

	it('of a missing field is null', () => {
		expect(new Fields({}).text('key')).toBeNull();
	});

	it('is found whatever the key’s letter case', () => {
		const fields = new Fields({ destNumber: '85781218893' });
		expect(fields.text('destnumber')).toBe('85781218893');
		expect(fields.others()).toEqual({});
	});

	it.each([
		[{ ext: '2', extnumber: '1' }, '1', { ext: '2' }],
		[{ ext: '2', extnumber: '' }, '2', {}],
		[{ ext: '2', extnumber: null }, '2', {}],
		[{ ext: '2' }, '2', {}],
		[{ ext: '', extnumber: '1' }, '1', {}],
		[{ ext: 1, extnumber: '1' }, '1', {}],
		[{ ext: '', extnumber: '' }, null, {}],
	])('of two names in %j is %j, and %j stays', (body, text, others) => {
		const fields = new Fields(body);
		expect(fields.text('extnumber', 'ext')).toBe(text);
		expect(fields.others()).toEqual(others);
	});

	it.each([
		[{ uuid: 'a', UUID: 'b' }, 'a', { UUID: 'b' }],
		[{ UUID: 'b', uuid: 'a' }, 'b', { uuid: 'a' }],
		[{ uuid: '', UUID: 'b' }, 'b', {}],
		[{ uuid: 'a', UUID: 'a' }, 'a', {}],
	])('of colliding keys in %j is %j, and %j stays', (body, text, others) => {
		const fields = new Fields(body);
		expect(fields.text('uuid')).toBe(text);
		expect(fields.others()).toEqual(others);
	});
});

describe('chosenText', () => {
	it.each([
		['none', 'none'],
		['NULL', 'NULL'],
		[' a ', 'a'],
		[7, '7'],
		['', null],
		[null, null],
		[undefined, null],
	])('of %j is %j', (value, text) => {
		const fields = new Fields({ Key: value });
		expect(fields.chosenText('key')).toBe(text);
		expect(fields.others()).toEqual({});
	});
});

it('value is what came, whatever the key’s letter case', () => {
	expect(new Fields({ TelPhone: 7 }).value('telphone')).toBe(7);
	expect(new Fields({ undefined: 7 }).value('telphone')).toBeUndefined();
});

describe('read', () => {
	const halve = (text: string) => (/^\d+$/.test(text) ? Number(text) / 2 : undefined);

	it('gives what the reader makes of the text', () => {
		const fields = new Fields({ Round: 4 });
		expect(fields.read('round', halve)).toBe(2);
		expect(fields.others()).toEqual({});
	});

	it('gives null for what the reader does not understand, and keeps it as it came', () => {
		const fields = new Fields({ Round: ' four ' });
		expect(fields.read('round', halve)).toBeNull();
		expect(fields.others()).toEqual({ Round: ' four ' });
	});

	it('gives null for what the reader calls unset, and keeps nothing', () => {
		const fields = new Fields({ round: 'none' });
		expect(fields.read('round', () => null)).toBeNull();
		expect(fields.others()).toEqual({});
	});

	it.each([{}, { round: '' }, { round: null }])('does not ask the reader about %j', (body) => {
		const asked: string[] = [];
		const fields = new Fields(body);
		expect(
			fields.read('round', (text) => {
				asked.push(text);
				return undefined;
			}),
		).toBeNull();
		expect(asked).toEqual([]);
		expect(fields.others()).toEqual({});
	});
});

describe('others', () => {
	it('are all fields as they came until some are read', () => {
		const body = { a: 1, B: ' x ', c: null, d: { e: [1] } };
		expect(new Fields(body).others()).toEqual(body);
	});

	it('are those nobody read, in their order', () => {
		const fields = new Fields({ z: 1, uuid: 'a', b: '', a: 2 });
		fields.text('uuid');
		expect(JSON.stringify(fields.others())).toBe('{"z":1,"b":"","a":2}');
	});
});
