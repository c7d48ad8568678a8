import { fail, type Result, succeed } from '../shared/result';
import { splitList } from '../shared/text';

/** The addresses from `first` to `last`, both included, as numbers of 128 bits. */
export interface AddressRange {
	first: bigint;
	last: bigint;
}

const BITS = 128;

/** The IPv4 part of IPv6 (`::ffff:0:0/96`), so that `::ffff:10.0.0.1` and `10.0.0.1` are the same address. */
const IPV4 = 0xffff_0000_0000n;
const IPV4_BITS = 32;

function ipv4(text: string): bigint | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
		return undefined;
	if (parts.some((part) => Number(part) > 255)) return undefined;
	return parts.reduce((address, part) => (address << 8n) + BigInt(part), 0n);
}

/** The groups of one side of `::`. At the end of an address, IPv4 can stand for two of them. */
function groups(text: string, isEnd: boolean): bigint[] | undefined {
	if (text === '') return [];
	const found = text.split(':').flatMap((group, index, all) => {
		const embedded = isEnd && index === all.length - 1 ? ipv4(group) : undefined;
		if (embedded !== undefined) return [embedded >> 16n, embedded & 0xffffn];
		return /^[0-9a-f]{1,4}$/i.test(group) ? [BigInt(`0x${group}`)] : [undefined];
	});
	return found.includes(undefined) ? undefined : (found as bigint[]);
}

function ipv6(text: string): bigint | undefined {
	const sides = text.split('::');
	if (sides.length > 2) return undefined;
	const head = groups(sides[0] ?? '', sides.length === 1);
	const tail = groups(sides[1] ?? '', true);
	if (!head || !tail) return undefined;
	const missing = 8 - head.length - tail.length;
	if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const all = [...head, ...Array<bigint>(missing).fill(0n), ...tail];
	return all.reduce((address, group) => (address << 16n) + group, 0n);
}

/** An IPv4 or IPv6 address as a number; a zone (`fe80::1%eth0`) does not count. */
function parseAddress(text: string): bigint | undefined {
	const short = ipv4(text);
	return short === undefined ? ipv6(text.replace(/%.*/, '')) : IPV4 + short;
}

function parseRange(text: string): AddressRange | undefined {
	const [address = '', length, ...rest] = text.split('/');
	const base = parseAddress(address);
	if (base === undefined || rest.length > 0) return undefined;
	const bits = ipv4(address) === undefined ? BITS : IPV4_BITS;
	if (length !== undefined && !(/^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= bits))
		return undefined;
	const free = BigInt(bits - Number(length ?? bits));
	const first = (base >> free) << free;
	return { first, last: first + (1n << free) - 1n };
}

/**
 * Reads a list of addresses and CIDR ranges, IPv4 and IPv6.
 *
 * @returns the ranges, an empty list for an empty text, or the entry that is not an address.
 */
export function parseAddresses(list: string): Result<AddressRange[], string> {
	const ranges: AddressRange[] = [];
	for (const entry of splitList(list)) {
		const range = parseRange(entry);
		if (!range) return fail(entry);
		ranges.push(range);
	}
	return ranges.length === 0 && list.trim() !== '' ? fail(list) : succeed(ranges);
}

/** A sender's address without what proxies write around it: a port behind it (Azure does), brackets around IPv6. */
const withoutPort = (written: string): string => {
	const text = written.trim().replace(/^"(.*)"$/, '$1');
	const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
	const beforePort = /^(.*\.\d+):\d{1,5}$/.exec(text)?.[1];
	return inBrackets ?? beforePort ?? text;
};

/** Whether a sender's address is in one of the ranges. An unreadable address is in none. */
export function isWithin(ranges: AddressRange[], sender: string): boolean {
	const number = parseAddress(withoutPort(sender));
	return (
		number !== undefined && ranges.some(({ first, last }) => first <= number && number <= last)
	);
}
