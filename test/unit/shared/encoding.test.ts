import fc from 'fast-check';
import { textOfBytes } from '../../../nodes/YunhuVoice/shared/encoding';
import { holds } from '../../support/holds';

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/* ---- GBK encoder: a table built from the decoder ---- */

const gbkOf = new Map<string, Buffer>();
for (let lead = 0x81; lead <= 0xfe; lead++) {
	for (let trail = 0x40; trail <= 0xfe; trail++) {
		const pair = Buffer.from([lead, trail]);
		const char = new TextDecoder('gb18030').decode(pair);
		if (/^\p{Script=Han}$/u.test(char)) gbkOf.set(char, pair);
	}
}
const inGbk = (text: string): Buffer =>
	Buffer.concat([...text].map((char) => gbkOf.get(char) ?? Buffer.from(char)));

/** The characters in rows 16 to 55 of GB 2312: nearly all of everyday Chinese. */
const EVERYDAY = [...gbkOf.keys()].filter((char) => {
	const [lead, trail] = gbkOf.get(char)!;
	return lead! >= 0xb0 && lead! <= 0xd7 && trail! >= 0xa1;
});

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString()).equals(bytes);

const everyday = fc.constantFrom(...EVERYDAY);
const body = (value: string | Buffer): Buffer =>
	Buffer.concat([
		Buffer.from('{"uuid":"u-1","status":"ring","customuuid":"'),
		Buffer.from(value as string),
		Buffer.from('","caller":"20280003"}'),
	]);

describe('reads', () => {
	it.each([
		['nothing', '', ''],
		['ASCII', '7b7d', '{}'],
		['UTF-8', 'e8aea2 e58d95', '订单'],
		['UTF-8 behind its mark', 'efbbbf e8aea2', '订'],
		['UTF-8 of two bytes', '5a6f c3ab', 'Zoë'],
		['UTF-8 of four bytes', 'f09f9a80', '🚀'],
		['GBK', 'b6a9 b5a5', '订单'],
		['GBK of one character', 'b5a5', '单'],
		['GBK whose second byte is a backslash', '815c', '乗'],
		['GBK with the second byte of a mark', 'b0fe b5a5', '剥单'],
		['GB 18030 of four bytes', '95328236', '𠀀'],
		['UTF-16, low byte first', 'fffe 7b00 a28b 7d00', '{订}'],
		['UTF-16, high byte first', 'feff 007b 8ba2 007d', '{订}'],
		['bytes of nothing', 'ff', '\ufffd'],
		['damaged UTF-8 behind its mark', 'efbbbf e8ae 22', '\ufffd"'],
	])('%s', (_what, digits, text) => {
		expect(textOfBytes(hex(digits))).toBe(text);
	});

	it('bytes that are no Buffer', () => {
		expect(textOfBytes(Uint8Array.from([0xe8, 0xae, 0xa2]))).toBe('订');
	});
});

describe('NUL bytes and blanks', () => {
	it.each([
		['behind', '7b7d 00', '{}'],
		['several behind', '7b7d 0d0a 000000', '{}'],
		['before', '0000 7b7d', '{}'],
		['around GBK', '00 b6a9 b5a5 00', '订单'],
		['alone', '000000', ''],
	])('%s are dropped', (_what, digits, text) => {
		expect(textOfBytes(hex(digits))).toBe(text);
	});

	it('inside stay', () => {
		expect(textOfBytes(hex('7b 00 20 7d'))).toBe('{\0 }');
	});
});

describe('UTF-8', () => {
	const text = fc.string({
		unit: fc.oneof(
			{ weight: 6, arbitrary: everyday },
			{ weight: 2, arbitrary: fc.constantFrom(...'ABCxyz019 -:,。，') },
			{ weight: 1, arbitrary: fc.constantFrom('🚀', '📞', '❤️', '👍') },
		),
		maxLength: 40,
	});

	it('is UTF-8, whatever it holds', () => {
		holds(
			fc.property(fc.string({ unit: 'binary' }), (any) => {
				const bytes = Buffer.concat([Buffer.from('"'), Buffer.from(any), Buffer.from('"')]);
				expect(textOfBytes(bytes)).toBe(bytes.toString());
			}),
			1000,
		);
	});

	/** Damage to a multi-byte character: cut short, without a byte, or with another byte. */
	const damages: Array<[what: string, damage: (char: Buffer, at: number) => Buffer]> = [
		['cut short', (char, at) => char.subarray(0, Math.max(1, at))],
		['without a byte', (char, at) => Buffer.concat([char.subarray(0, at), char.subarray(at + 1)])],
		[
			'with another byte',
			(char, at) => Buffer.concat([char.subarray(0, at), hex('ff'), char.subarray(at + 1)]),
		],
	];

	it.each(damages)('with one character %s keeps all others', (_what, damage) => {
		const broken = fc.constantFrom('订', '单', '号', '。', '🚀');
		// Two whole characters reveal the encoding; one and a half do not.
		const witness = fc.tuple(everyday, everyday, everyday).map((chars) => chars.join(''));
		holds(
			fc.property(text, witness, broken, text, fc.nat(3), (before, whole, char, after, byte) => {
				const bytes = Buffer.from(char);
				const left = damage(bytes, byte % bytes.length);
				const [start, end] = [`${before}${whole}`, after];
				const read = textOfBytes(body(Buffer.concat([Buffer.from(start), left, Buffer.from(end)])));
				const [head, tail] = [
					body(start).toString().split('","caller')[0]!,
					`${end}","caller":"20280003"}`,
				];
				expect(read.startsWith(head)).toBe(true);
				expect(read.endsWith(tail)).toBe(true);
				expect(read.slice(head.length, read.length - tail.length)).toMatch(/^\ufffd{1,4}$/);
			}),
			1500,
		);
	});

	it('that ends inside a character keeps all before it', () => {
		holds(
			fc.property(
				fc.array(everyday, { minLength: 3, maxLength: 30 }),
				fc.integer({ min: 1, max: 2 }),
				(chars, cut) => {
					const bytes = Buffer.from(`{"customuuid":"${chars.join('')}`);
					expect(textOfBytes(bytes.subarray(0, bytes.length - cut))).toBe(
						`{"customuuid":"${chars.slice(0, -1).join('')}\ufffd`,
					);
				},
			),
			1000,
		);
	});

	it.each([
		['European letters', 'José Müller, ', 'c3', ' Žižek', '\ufffd'],
		['Vietnamese letters', 'Nguyễn Thị ', 'c3', 'nh', '\ufffd'],
		['Thai letters', 'ขอ', 'e0b8', '', '\ufffd'],
		['Korean syllables', '', 'ecffbc', '문', '\ufffd\ufffd\ufffd'],
		['signs', '', 'e284ff', '5', '\ufffd\ufffd'],
	])('of %s with a damaged one keeps all others', (_what, before, damaged, after, read) => {
		const [head, tail] = [`{"name":"${before}`, `${after}"}`];
		const bytes = Buffer.concat([Buffer.from(head), hex(damaged), Buffer.from(tail)]);
		expect(textOfBytes(bytes)).toBe(`${head}${read}${tail}`);
	});
});

describe('signs and letters that stand alone', () => {
	/** Searches for the bytes that GBK's own decoder reads as this character. */
	const inGb2312 = (char: string): Buffer => {
		for (let lead = 0xa1; lead <= 0xa9; lead++) {
			for (let trail = 0xa1; trail <= 0xfe; trail++) {
				const pair = Buffer.from([lead, trail]);
				if (new TextDecoder('gb18030').decode(pair) === char) return pair;
			}
		}
		throw new Error(`${char} is not there`);
	};

	it.each(['℃', '①', '→', 'Ⅲ', '№', '≥', '■', '★', '━'])('%s in GBK is read', (sign) => {
		const bytes = body(Buffer.concat([Buffer.from('25'), inGb2312(sign)]));
		expect(textOfBytes(bytes)).toContain(`"25${sign}"`);
	});

	it.each(['안녕하세요 고객님', 'Nguyễn Thị Ánh', 'สวัสดีครับ'])(
		'one bad byte in %s does not make Chinese of it',
		(text) => {
			const whole = body(text);
			const start = whole.indexOf(Buffer.from(text));
			const broken = Buffer.from(whole);
			broken[start + Buffer.from(text.slice(0, 4)).length] = 0xff;
			expect(textOfBytes(broken)).not.toMatch(/\p{Script=Han}/u);
			expect(textOfBytes(broken)).toContain('","caller":"20280003"}');
		},
	);
});

describe('GBK', () => {
	/** Some pairs of GBK are also a letter in UTF-8 (模 and ģ). If all are, the text is UTF-8. */
	const isDistinct = (bytes: Buffer) => !isUtf8(bytes);

	it('that is valid UTF-8 too is UTF-8: nobody can tell', () => {
		expect(inGbk('模').toString('hex')).toBe('c4a3');
		expect(textOfBytes(body(inGbk('模')))).toBe(body('ģ').toString());
	});

	it.each([1, 2, 3])('of %d everyday characters is read', (length) => {
		holds(
			fc.property(
				fc.array(everyday, { minLength: length, maxLength: length }).map((chars) => chars.join('')),
				(text) => {
					const bytes = body(inGbk(text));
					fc.pre(isDistinct(bytes));
					expect(textOfBytes(bytes)).toBe(body(text).toString());
				},
			),
			// One in a thousand texts of three characters is as good a text in UTF-8.
			length === 3 ? 300 : 1500,
		);
	});

	it('of sentences is read', () => {
		const sentence = fc.string({
			unit: fc.oneof(
				{ weight: 5, arbitrary: everyday },
				{ weight: 1, arbitrary: fc.constantFrom(...'ABCxyz019 -:') },
			),
			minLength: 6,
			maxLength: 60,
		});
		holds(
			fc.property(sentence, (text) => {
				const bytes = body(inGbk(text));
				fc.pre(isDistinct(bytes));
				expect(textOfBytes(bytes)).toBe(body(text).toString());
			}),
			1500,
		);
	});

	it.each(['李璐', '王睿婷', '欧阳娜娜', '璐', '婷', '訂單', '楊過與小龍女'])(
		'of names and of old characters is read: %s',
		(text) => {
			expect(textOfBytes(body(inGbk(text)))).toBe(body(text).toString());
		},
	);

	it.each(['客户订单', '作', '宁', '能', '佘'])(
		'with a damaged byte keeps its quotes: %s',
		(text) => {
			const bytes = body(Buffer.concat([inGbk(text), hex('b5')]));
			expect(textOfBytes(bytes)).toBe(body(`${text}\ufffd`).toString());
		},
	);
});

it('does not take long for a megabyte of anything', () => {
	const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => (at * 7919) % 256));
	const start = Date.now();
	textOfBytes(bytes);
	expect(Date.now() - start).toBeLessThan(3000);
});
