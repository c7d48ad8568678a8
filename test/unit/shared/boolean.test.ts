import { readBoolean } from '../../../nodes/YunhuVoice/shared/boolean';

it.each([true, 'true', 1])('%j is on', (written) => {
	expect(readBoolean(written, 'Simplify')).toEqual({ ok: true, value: true });
});

it.each([false, 'false', 0])('%j is off', (written) => {
	expect(readBoolean(written, 'Simplify')).toEqual({ ok: true, value: false });
});

it.each([undefined, null, '', 'yes', 'no', 'TRUE', 'on', '2', 2, -1, Number.NaN, [], [true], {}])(
	'%j is an error that names the field',
	(written) => {
		expect(readBoolean(written, 'Simplify')).toMatchObject({
			ok: false,
			failure: {
				level: 'input',
				code: 'INPUT',
				message: 'Simplify is neither true nor false',
				advice: expect.stringContaining('true or false'),
			},
		});
	},
);
