import { randomId } from '../../../nodes/YunhuVoice/shared/random';

it('makes 32 hex characters, others each time', () => {
	const [one, other] = [randomId(), randomId()];
	expect(one).toMatch(/^[\da-f]{32}$/);
	expect(other).not.toBe(one);
});
