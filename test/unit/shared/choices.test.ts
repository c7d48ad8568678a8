import { HANGUP_CAUSES } from '../../../nodes/YunhuVoice/shared/choices';
import { STATUS_CODES, type StatusCode } from '../../../nodes/YunhuVoice/shared/codes';

const offered = HANGUP_CAUSES.map(({ value }) => value);

it('every code that says how a call ended can be chosen as a hang-up cause', () => {
	const causes = Object.entries<StatusCode>(STATUS_CODES).filter(([, { outcome }]) => outcome);
	expect(offered).toEqual(expect.arrayContaining(causes.map(([code]) => Number(code))));
	expect(offered).toContain(1205);
});

it('codes of requests and extensions are no hang-up causes', () => {
	expect(offered.filter((code) => code < 10_000)).toEqual([1205]);
});
