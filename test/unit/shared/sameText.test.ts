import { isSameText, numericForm } from '../../../nodes/YunhuVoice/shared/sameText';

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
	['001', 1, true],
	['12a', 12, false],
	['a12', 12, false],
	['.25', 0.25, true],
	['1.', 1, true],
	['1e-2', 0.01, true],
	['1E+12', 1e12, true],
	['1e1x', 10, false],
	['x1e1', 10, false],
	['00x123456789012345678', 'x123456789012345678', false],
	['00123456789012345678x', '123456789012345678x', false],
	['1234567890123456', '+1234567890123456', false],
	['1234567890123456', '1234567890123456.0', false],
	['12345678901234567890', '12345678901234567891', false],
])('%j that was sent and %j that is told: %j', (sent, told, isSame) => {
	expect(isSameText(sent, told)).toBe(isSame);
});

it.each([
	['12.50', '12.5'],
	['.250', '0.25'],
	['x7', 'x7'],
	['7x', '7x'],
])('the numeric form of %j is %j', (text, form) => {
	expect(numericForm(text)).toBe(form);
});
