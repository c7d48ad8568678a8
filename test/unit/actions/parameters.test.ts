import {
	CALLER_ID,
	locatorContent,
	locatorValue,
} from '../../../nodes/YunhuVoice/actions/locators';
import { filledIn, textOptions } from '../../../nodes/YunhuVoice/actions/parameters';

it('a text that has to be filled in is refused by its name when it is empty', () => {
	expect(filledIn('a', 'Extension')).toEqual({ ok: true, value: 'a' });
	expect(filledIn('', 'Extension')).toMatchObject({
		ok: false,
		failure: {
			level: 'input',
			code: 'INPUT',
			message: 'Extension is empty',
			advice: 'Fill in Extension.',
		},
	});
});

describe('text options', () => {
	const property = (name: string) => ({ name, displayName: name, type: 'string', default: '' });
	const fields = { userid: property('employeeId'), memberid: property('memberId') } as never;

	it('become form fields as far as they are filled in', () => {
		expect(textOptions({ employeeId: ' 5 ', memberId: 7, other: 'x' }, fields)).toEqual({
			userid: '5',
			memberid: '7',
		});
		expect(textOptions({ employeeId: ' ', memberId: null }, fields)).toEqual({});
		expect(textOptions({}, fields)).toEqual({});
		expect(textOptions({ employeeId: 0 }, fields)).toEqual({ userid: '0' });
	});

	it('are refused by their name if they have no text form', () => {
		expect(() => textOptions({ memberId: { a: 1 } }, fields)).toThrow(/^memberId is neither text/);
	});
});

describe('a locator inside a collection', () => {
	it.each([
		[{ __rl: true, mode: 'list', value: ' 0256 ' }, '0256'],
		[{ __rl: true, mode: 'id', value: 256 }, '256'],
		[{ value: null }, ''],
		['0256', '0256'],
		[256, '256'],
		[undefined, ''],
		[null, ''],
	])('%j holds %j', (written, value) => {
		expect(locatorValue(written, CALLER_ID)).toBe(value);
	});

	it('keeps a number a number, so that one whose digits were rounded is noticed', () => {
		expect(locatorContent({ value: 1e20 })).toBe(1e20);
		expect(locatorContent(1e20)).toBe(1e20);
	});

	it.each([[{ a: 1 }], [['0256']], [true], [{ value: {} }]])('%j is refused', (written) => {
		expect(() => locatorValue(written, CALLER_ID)).toThrow(/^Caller ID is neither text nor/);
	});
});
