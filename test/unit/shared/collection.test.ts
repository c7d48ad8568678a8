import { readCollection } from '../../../nodes/YunhuVoice/shared/collection';

it('an object is read as it is', () => {
	const written = { callerId: '1', n: 0 };
	expect(readCollection(written, 'Options')).toEqual({ ok: true, value: written });
});

it.each<[unknown, string]>([
	[null, 'nothing'],
	[undefined, 'nothing'],
	[[], 'a list'],
	['', 'a string'],
	[0, 'a number'],
	[false, 'a boolean'],
])('%j is no collection: the expression returns %s', (written, kind) => {
	expect(readCollection(written, 'Options')).toEqual({
		ok: false,
		failure: {
			level: 'input',
			code: 'INPUT',
			message: `The expression for Options returns ${kind} instead of an object with fields`,
			advice: 'Correct the expression, or remove it and add the fields of Options one by one.',
		},
	});
});
