import { bringsSecret } from '../../../nodes/YunhuVoice/callbacks/authorize';

const SECRET = 'not-a-real-secret';

it.each<[string, unknown[]]>([
	['in the first place', [SECRET, undefined]],
	['in the second place', [undefined, SECRET]],
	['beside a wrong one', ['wrong', SECRET]],
	['beside something that is no text', [{ secret: SECRET }, SECRET]],
])('the secret %s is let in', (_where, offered) => {
	expect(bringsSecret(SECRET, offered)).toBe(true);
});

it.each<[string, unknown[]]>([
	['nothing', []],
	['nothing in both places', [undefined, undefined]],
	['empty text', ['', '']],
	['null', [null]],
	['another secret', ['another-secret-00']],
	['its beginning', [SECRET.slice(0, -1)]],
	['more than it', [`${SECRET}x`]],
	['it in capitals', [SECRET.toUpperCase()]],
	['it with a blank', [`${SECRET} `]],
	['it inside a list, as ?secret=a&secret=b arrives', [[SECRET, SECRET]]],
	['it alone inside a list', [[SECRET]]],
	['it inside an object', [{ secret: SECRET }]],
	['a number', [42]],
])('%s is refused', (_what, offered) => {
	expect(bringsSecret(SECRET, offered)).toBe(false);
});

it.each<[unknown[]]>([[['']], [[undefined]], [['anything']], [[]]])(
	'an empty secret lets nobody in, not even with %j',
	(offered) => {
		expect(bringsSecret('', offered)).toBe(false);
	},
);

it('a number is no secret, even where its text would be', () => {
	expect(bringsSecret('42', [42])).toBe(false);
});

it('secrets beyond ASCII are compared whole', () => {
	expect(bringsSecret('密码-ü', ['密码-ü'])).toBe(true);
	expect(bringsSecret('密码-ü', ['密码-u'])).toBe(false);
});
