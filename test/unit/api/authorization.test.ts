import { expiryHint, withLicences } from '../../../nodes/YunhuVoice/api/authorization';
import { retFailure } from '../../../nodes/YunhuVoice/api/errors';
import type { Session } from '../../../nodes/YunhuVoice/api/session';

const session = (more: Partial<Session>): Session => ({
	token: 't',
	issuedAt: 0,
	account: 'a',
	...more,
});

describe('a function that is not licensed', () => {
	it('names what is licensed, where the login said so', () => {
		const { advice } = withLicences(retFailure('603', ''), session({ licences: 'call,cdr' }));
		expect(advice).toBe(
			'Ask Yunhu Technology to license it. The login names as licensed: call,cdr.',
		);
	});

	it('cuts what is licensed after 200 characters', () => {
		const { advice } = withLicences(retFailure('603', ''), session({ licences: 'x'.repeat(201) }));
		expect(advice).toMatch(/: x{200}\.$/);
	});

	it.each([undefined, session({})])('guesses nothing with %j', (known) => {
		const failure = retFailure('603', '');
		expect(withLicences(failure, known)).toEqual(failure);
	});

	it('is the only failure that says so', () => {
		const failure = retFailure('602', '');
		expect(withLicences(failure, session({ licences: 'call' }))).toEqual(failure);
	});
});

describe('the end of an authorization', () => {
	const NOW = Date.parse('2026-01-01T00:00:00+08:00');
	const hint = (authorizedUntil?: string, zone = 'Asia/Shanghai') =>
		expiryHint(session(authorizedUntil === undefined ? {} : { authorizedUntil }), zone, NOW);

	it.each(['2026-01-01 00:00:00', '2026-01-10 00:00:00', '2026-01-15 00:00:00'])(
		'%s, within 14 days, is announced',
		(end) => {
			expect(hint(end)).toBe(
				`The authorization of the App ID ends on ${end} (Asia/Shanghai). Ask Yunhu Technology to extend it.`,
			);
		},
	);

	it.each(['2026-01-15 00:00:01', '2025-12-31 23:59:59', '2020-01-01 00:00:00', 'soon', undefined])(
		'%s is not',
		(end) => {
			expect(hint(end)).toBeUndefined();
		},
	);

	it('is a time of the server’s time zone', () => {
		expect(hint('2025-12-31 16:30:00', 'UTC')).toContain('2025-12-31 16:30:00 (UTC)');
		expect(hint('2025-12-31 16:30:00')).toBeUndefined();
	});

	it('is not known without a session', () => {
		expect(expiryHint(undefined, 'UTC', NOW)).toBeUndefined();
	});
});
