import { isWithin, parseAddresses } from '../../../nodes/YunhuVoice/callbacks/addresses';

/** Whether a list lets an address in; throws for a list that holds something else than addresses. */
function allows(list: string, address: string): boolean {
	const parsed = parseAddresses(list);
	if (!parsed.ok) throw new Error(`no address: ${parsed.failure}`);
	return isWithin(parsed.value, address);
}

describe('one address lets in itself, however it is written', () => {
	it.each([
		['203.0.113.7', '203.0.113.7'],
		['0.0.0.0', '0.0.0.0'],
		['255.255.255.255', '255.255.255.255'],
		['203.0.113.7', '::ffff:203.0.113.7'],
		['203.0.113.7', '::FFFF:203.0.113.7'],
		['203.0.113.7', '0:0:0:0:0:ffff:203.0.113.7'],
		['203.0.113.7', '::ffff:cb00:7107'],
		['::ffff:203.0.113.7', '203.0.113.7'],
		['::ffff:cb00:7107', '203.0.113.7'],
		['2001:db8::1', '2001:db8::1'],
		['2001:db8::1', '2001:DB8:0:0:0:0:0:1'],
		['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001'],
		['2001:db8:0:0:1::', '2001:db8::1:0:0:0'],
		['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
		['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
		['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
		['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
		['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
		['::1', '0:0:0:0:0:0:0:1'],
		['::', '0:0:0:0:0:0:0:0'],
		['fe80::1', 'fe80::1%eth0'],
		['fe80::1%eth0', 'fe80::1'],
		['fe80::1%2', 'fe80::1%eth0'],
	])('%s: %s', (list, address) => {
		expect(allows(list, address)).toBe(true);
	});
});

describe('one address keeps out every other', () => {
	it.each([
		['203.0.113.7', '203.0.113.6'],
		['203.0.113.7', '203.0.113.8'],
		['203.0.113.7', '7.113.0.203'],
		['203.0.113.7', '::203.0.113.7'],
		['203.0.113.7', '::ffff:203.0.113.8'],
		['203.0.113.7', '::fffe:203.0.113.7'],
		['0.0.0.1', '::1'],
		['::1', '0.0.0.1'],
		['::1', '127.0.0.1'],
		['127.0.0.1', '::1'],
		['2001:db8::1', '2001:db8::1:1'],
		['2001:db8::1', '2001:db8:1::'],
		['1::2', '1:0:0:2::'],
	])('%s: %s', (list, address) => {
		expect(allows(list, address)).toBe(false);
	});
});

describe('a range lets in its first and its last address, and neither neighbour', () => {
	it.each<[string, string[], string[]]>([
		['203.0.113.0/24', ['203.0.113.0', '203.0.113.255'], ['203.0.112.255', '203.0.114.0']],
		['203.0.113.77/24', ['203.0.113.0', '203.0.113.255'], ['203.0.112.255', '203.0.114.0']],
		['10.0.0.0/8', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0']],
		['192.0.2.4/30', ['192.0.2.4', '192.0.2.7'], ['192.0.2.3', '192.0.2.8']],
		['192.0.2.4/31', ['192.0.2.4', '192.0.2.5'], ['192.0.2.3', '192.0.2.6']],
		['192.0.2.5/31', ['192.0.2.4', '192.0.2.5'], ['192.0.2.3', '192.0.2.6']],
		['192.0.2.4/32', ['192.0.2.4'], ['192.0.2.3', '192.0.2.5']],
		['128.0.0.0/1', ['128.0.0.0', '255.255.255.255'], ['127.255.255.255', '2001:db8::1']],
		['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'], ['::1', '::fffe:ffff:ffff']],
		['::ffff:10.0.0.0/104', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0']],
		[
			'2001:db8::/32',
			['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
			['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
		],
		['2001:db8::8/125', ['2001:db8::8', '2001:db8::f'], ['2001:db8::7', '2001:db8::10']],
		['2001:db8::1/128', ['2001:db8::1'], ['2001:db8::', '2001:db8::2']],
		['fe80::1%eth0/64', ['fe80::', 'fe80::ffff:ffff:ffff:ffff'], ['fe80:0:0:1::']],
		['::/0', ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '203.0.113.7'], []],
	])('%s', (range, inside, outside) => {
		expect(inside.filter((address) => !allows(range, address))).toEqual([]);
		expect(outside.filter((address) => allows(range, address))).toEqual([]);
	});
});

describe('a list', () => {
	it.each([
		'203.0.113.7,2001:db8::/32',
		' 203.0.113.7 ,\n\t2001:db8::/32 ',
		',203.0.113.7,,2001:db8::/32,',
	])('%j lets in what one of its entries lets in', (list) => {
		expect(allows(list, '203.0.113.7')).toBe(true);
		expect(allows(list, '2001:db8::5')).toBe(true);
		expect(allows(list, '203.0.113.8')).toBe(false);
	});

	it.each(['', ' '])('%j holds no range, and lets nobody in', (list) => {
		expect(parseAddresses(list)).toEqual({ ok: true, value: [] });
		expect(isWithin([], '203.0.113.7')).toBe(false);
	});

	it.each([',', ' , ,\n', '1.2.3.4::', '::1.2.3.4:5', '10.0.0.0/08', '10.0.0.0/'])(
		'%j is none',
		(list) => {
			expect(parseAddresses(list)).toEqual({ ok: false, failure: list });
		},
	);

	it.each([
		'203.0.113',
		'203.0.113.7.1',
		'203.0.113.256',
		'203.0.113.1000',
		'203.0.113.-1',
		'203.0.113.+1',
		'203.0.113.',
		'203.0.113. 7',
		'203.0..7',
		'203.0.113.0x7',
		'203.0.113.1e1',
		'203.0.113.07',
		'203.0.113.007',
		'00.0.0.0',
		'3405803783',
		'203.0.113.*',
		'203.0.113.1-203.0.113.9',
		'203.0.113.7:443',
		'203.0.113.7%eth0',
		'２０３.0.113.7',
		'203.0.113.0/33',
		'203.0.113.0/-1',
		'203.0.113.0/',
		'203.0.113.0/x',
		'203.0.113.0/2.5',
		'203.0.113.0/ 24',
		'203.0.113.0/0x8',
		'203.0.113.0/24/24',
		'203.0.113.0/255.255.255.0',
		'/24',
		'/',
		'2001:db8',
		'2001:db8::1::2',
		'2001:db8:::1',
		':::',
		':',
		':1',
		'1:',
		':1::2',
		'1::2:',
		'2001:db8::12345',
		'2001:db8::g',
		'2001:db8::-1',
		'1:2:3:4:5:6:7',
		'1:2:3:4:5:6:7:8:9',
		'1:2:3:4:5:6:7:8::',
		'1:2:3:4::5:6:7:8',
		'1:2:3:4::5:6:7:8::',
		'1:2:3:4:5:6:7:1.2.3.4',
		'::ffff:203.0.113.256',
		'::ffff:203.0.113.07',
		'::1.2.3.4:5',
		'1.2.3.4:5::',
		'2001:db8::/129',
		'2001:db8::/1000',
		'2001:db8::/',
		'[2001:db8::1]',
		'%eth0',
		'localhost',
		'pbx.example.com',
		'any',
		'203.0.113.7 203.0.113.8',
		'203.0.113.7;203.0.113.8',
	])('names the entry %j, which is no address', (entry) => {
		expect(parseAddresses(entry)).toEqual({ ok: false, failure: entry });
		expect(parseAddresses(`10.0.0.1, ${entry} ,10.0.0.2`)).toEqual({ ok: false, failure: entry });
	});

	it('names the first of several wrong entries', () => {
		expect(parseAddresses('10.0.0.1, nope, 10.0.0.300')).toEqual({ ok: false, failure: 'nope' });
	});
});

it.each(['', 'unknown', '203.0.113.7, 10.0.0.1', '203.0.113.007', '203.0.113.7:1234'])(
	'an address that cannot be read, %j, lies nowhere, not even where everybody may send',
	(address) => {
		expect(allows('0.0.0.0/0, ::/0', address)).toBe(false);
	},
);
