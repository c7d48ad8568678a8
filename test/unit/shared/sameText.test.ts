import { isSameText } from '../../../nodes/YunhuVoice/shared/sameText';

it.each<[string, unknown, boolean]>([
	['007', '007', true],
	['007', 7, true],
	['07', 7, true],
	['7', 7, true],
	['7', '007', false],
	['007', '7', false],
	['0', 0, true],
	['000', 0, true],
	['70', 7, false],
	['1.50', 1.5, true],
	['1e3', 1000, true],
	['+7', 7, true],
	['order-7', 7, false],
	['none', 'none', true],
	['none', null, false],
	['', null, true],
	['a', ' a ', true],
	['0013300000001000000000', '13300000001000000000', true],
	['0013300000001', '13300000001', false],
])('%j that was sent and %j that is told: %j', (sent, told, isSame) => {
	expect(isSameText(sent, told)).toBe(isSame);
});
