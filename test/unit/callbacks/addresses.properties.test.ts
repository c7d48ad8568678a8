import { BlockList } from 'node:net';
import fc from 'fast-check';
import { isWithin, parseAddresses } from '../../../nodes/YunhuVoice/callbacks/addresses';
import { holds } from '../../support/holds';

describe('addresses', () => {
	const v4 = fc.ipV4();
	const v6 = fc.ipV6();
	/** Two addresses that differ in the last byte at most. */
	const nearV4 = fc.tuple(v4, fc.nat(255)).map(([address, last]) => {
		return [address, address.replace(/\d+$/, String(last))] as const;
	});

	const within = (list: string, address: string): boolean => {
		const ranges = parseAddresses(list);
		if (!ranges.ok) throw new Error(`not read: ${ranges.failure}`);
		return isWithin(ranges.value, address);
	};

	const reference = (address: string, prefix: number, family: 'ipv4' | 'ipv6') => {
		const list = new BlockList();
		list.addSubnet(address, prefix, family);
		return list;
	};

	it('agree with Node.js on IPv4 subnets, mapped into IPv6 or not', () => {
		const pair = fc.oneof(nearV4, fc.tuple(v4, v4));
		holds(
			fc.property(pair, fc.integer({ min: 0, max: 32 }), ([base, address], prefix) => {
				const expected = reference(base, prefix, 'ipv4').check(address, 'ipv4');
				expect(within(`${base}/${prefix}`, address)).toBe(expected);
				expect(within(`${base}/${prefix}`, `::ffff:${address}`)).toBe(expected);
				expect(within(`::ffff:${base}/${prefix + 96}`, address)).toBe(expected);
				expect(within(` 192.0.2.1 , ${base}/${prefix},`, address)).toBe(
					expected || address === '192.0.2.1',
				);
			}),
			1200,
		);
	});

	it('agree with Node.js on IPv6 subnets', () => {
		const near = fc.tuple(v6, fc.nat(0xffff)).map(([address, last]) => {
			return [address, address.replace(/[0-9a-f]+$/i, last.toString(16))] as const;
		});
		holds(
			fc.property(
				fc.oneof(near, fc.tuple(v6, v6)),
				fc.integer({ min: 0, max: 128 }),
				([base, address], prefix) => {
					const expected = reference(base, prefix, 'ipv6').check(address, 'ipv6');
					expect(within(`${base}/${prefix}`, address)).toBe(expected);
					expect(within(`${base}/${prefix}`, address.toUpperCase())).toBe(expected);
					expect(within(`${base}/${prefix}`, `${address}%eth0`)).toBe(expected);
				},
			),
			1200,
		);
	});

	it('agree with Node.js on ranges from address to address', () => {
		holds(
			fc.property(v4, v4, v4, (one, other, address) => {
				const [first, last] = [one, other].map((text) => {
					const ranges = parseAddresses(text);
					return ranges.ok ? ranges.value[0]!.first : -1n;
				}) as [bigint, bigint];
				fc.pre(first <= last);
				const list = new BlockList();
				list.addRange(one, other, 'ipv4');
				expect(isWithin([{ first, last }], address)).toBe(list.check(address, 'ipv4'));
			}),
			800,
		);
	});

	it('are in a list of their own, and only what is an address is one', () => {
		holds(
			fc.property(fc.oneof(v4, v6), (address) => {
				expect(within(address, address)).toBe(true);
				expect(within('', address)).toBe(false);
			}),
			500,
		);
	});

	it('never throw, whatever the text', () => {
		const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%, -]*$/));
		holds(
			fc.property(text, text, (list, address) => {
				const ranges = parseAddresses(list);
				expect(typeof ranges.ok).toBe('boolean');
				if (!ranges.ok) {
					expect(list).toContain(ranges.failure);
					return;
				}
				expect(ranges.value.every(({ first, last }) => first <= last)).toBe(true);
				expect(typeof isWithin(ranges.value, address)).toBe('boolean');
			}),
			1500,
		);
	});

	it('are those that Node.js takes for addresses', () => {
		const joined = (mark: string, minLength: number, maxLength: number, parts: string[]) =>
			fc
				.array(fc.constantFrom(...parts), { minLength, maxLength })
				.map((chosen) => chosen.join(mark));
		const text = fc.oneof(
			v4,
			v6,
			joined('.', 3, 5, ['0', '1', '9', '10', '255', '256', '999', '1000', '01', '']),
			joined(':', 3, 8, ['0', 'f', 'FFFF', 'fffff', '1.2.3.4', '1.2.3.256', '', '', 'g']),
			joined(':', 7, 8, ['0', 'ffff', '1.2.3.4']),
		);
		const isAddress = (any: string): boolean => {
			try {
				new BlockList().addAddress(any, any.includes(':') ? 'ipv6' : 'ipv4');
				return true;
			} catch {
				return false;
			}
		};
		holds(
			fc.property(text, (any) => {
				expect(parseAddresses(any).ok).toBe(isAddress(any));
			}),
			3000,
		);
	});
});
