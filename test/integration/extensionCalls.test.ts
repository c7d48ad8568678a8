import {
	closeAccounts,
	CONNECT_TWO_PHONES,
	CONTINUE,
	formsSent,
	itemsWithNumbers,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import { ISO_TIME, KINDS, MAKE_CALL } from '../support/contexts/extensionCalls';
import { itemsOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

describe.each(KINDS)('%s', (_operation, { parameters, service, form, named }) => {
	it('sends exactly the fields of the provider’s page', async () => {
		const account = await openTestAccount();
		const options = {
			callerId: locator('025-6682 3420'),
			customData: 'order 7',
			maturity: '3',
			employeeId: 'agent 5',
			memberId: 77,
		};
		await account.run({ ...parameters, options });
		expect(formsSent(account.provider, service)).toEqual([
			{
				service,
				...form,
				disnumber: '02566823420',
				userid: 'agent 5',
				memberid: '77',
				chengshudu: '3',
				customuuid: 'order 7',
			},
		]);
		expect(account.provider.dials).toMatchObject([
			{ destinationNumber: '13300000001', customuuid: 'order 7' },
		]);
	});

	it('leaves out what is not filled in, and makes custom data of 32 hex characters', async () => {
		const account = await openTestAccount();
		const blank = { callerId: locator('', 'list'), maturity: '', employeeId: ' ', memberId: null };
		await account.run({ ...parameters, options: blank });
		const customuuid = expect.stringMatching(/^[\da-f]{32}$/) as string;
		expect(formsSent(account.provider, service)).toEqual([{ service, ...form, customuuid }]);
	});

	it('cleans the numbers, also those of a spreadsheet, and takes plain text for the extension', async () => {
		const account = await openTestAccount();
		const item = { json: { phone: 13300000001, first: '139 0000 0009', extension: ' 2028000３ ' } };
		await account.run(
			{
				...parameters,
				destinationNumber: '={{ $json.phone }}',
				...('firstNumber' in parameters && { firstNumber: '={{ $json.first }}' }),
				extension: '={{ $json.extension }}',
			},
			[item],
		);
		expect(formsSent(account.provider, service)).toMatchObject([form]);
	});

	it('puts out one short item for each input item', async () => {
		const { run } = await openTestAccount();
		const result = await run(
			{ ...parameters, destinationNumber: '={{ $json.number }}', options: { customData: 'row' } },
			itemsWithNumbers('13300000001', '133-0000-0002'),
		);
		expect(itemsOf(result)).toEqual(
			['13300000001', '13300000002'].map((destinationNumber, item) => ({
				json: {
					accepted: true,
					...named,
					destinationNumber,
					customData: 'row',
					message: expect.stringMatching(/./) as string,
					requestedAt: ISO_TIME,
					respondedAt: ISO_TIME,
				},
				pairedItem: { item },
			})),
		);
	});

	it('puts out the provider’s answer and the custom data when not simplified', async () => {
		const { run } = await openTestAccount();
		const options = { customData: 'order 7' };
		const [item] = itemsOf(await run({ ...parameters, simplify: false, options }));
		expect(item?.json).toMatchObject({ ret: 200, data: { status: 0 }, customuuid: 'order 7' });
		expect(item?.json).not.toHaveProperty('accepted');
	});

	it.each<[string, Record<string, string | object>, RegExp, string]>([
		['no extension', { extension: locator('={{ "" }}') }, /^Extension is empty$/, 'INPUT'],
		['no number', { destinationNumber: '={{ "" }}' }, /^Destination Number is empty$/, 'INPUT'],
		['letters', { destinationNumber: '1330000abcd' }, /not a phone number/, 'INPUT'],
		[
			'an emergency number',
			{ destinationNumber: '={{ 110 }}' },
			/^Destination Number is an emergency number/,
			'DESTINATION_NOT_ALLOWED',
		],
		['a caller ID', { options: { callerId: locator('me') } }, /^Caller ID “me”/, 'INPUT'],
		['an ID', { options: { employeeId: {} } }, /^Employee ID is neither text nor/, 'INPUT'],
		['another ID', { options: { memberId: [1] } }, /^Member ID is neither text nor/, 'INPUT'],
		[
			'a used custom text',
			{ options: { customData: 'a~w1.1.b' } },
			/^Custom Data contains/,
			'INPUT',
		],
		['a form by a word', { simplify: '={{ "no" }}' }, /^Simplify is neither/, 'INPUT'],
	])('refuses %s before anything is sent', async (_name, wrong, error, code) => {
		const { provider, run } = await openTestAccount();
		const [item] = itemsOf(await run({ ...parameters, ...wrong }, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(error),
			code,
			level: 'input',
			mayHaveBeenPlaced: false,
			requestedAt: null,
		});
		expect(provider.requests).toEqual([]);
	});

	it('refuses Retry On Fail, by which n8n would place a whole list again', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run(parameters, undefined, { retryOnFail: true });
		expect(result.data.resultData.error).toMatchObject({
			message: expect.stringContaining('Retry On Fail is on'),
			description: expect.stringContaining('place every call of the list again'),
		});
		expect(provider.requests).toEqual([]);
	});

	it('names in a refused item what is right in it', async () => {
		const { run } = await openTestAccount();
		const wrong = { destinationNumber: '12', options: { customData: 'row' } };
		const [item] = itemsOf(await run({ ...parameters, ...wrong }, undefined, CONTINUE));
		expect(item?.json).toEqual({
			error: expect.stringContaining('“12” is not a phone number'),
			code: 'INPUT',
			level: 'input',
			advice: expect.stringMatching(/\.$/),
			mayHaveBeenPlaced: false,
			requestedAt: null,
			...named,
			destinationNumber: undefined,
			customData: 'row',
		});
	});
});

it.each([
	['={{ 120 }}', /^First Number is an emergency number \(120\)/, 'DESTINATION_NOT_ALLOWED'],
	['={{ "" }}', /^First Number is empty$/, 'INPUT'],
	['66823420-8', /^First Number .* holds an extension$/, 'INPUT'],
])(
	'Connect Two Phones refuses the first number %s before anything is sent',
	async (first, error, code) => {
		const { provider, run } = await openTestAccount();
		const wrong = { ...CONNECT_TWO_PHONES, firstNumber: first };
		const [item] = itemsOf(await run(wrong, undefined, CONTINUE));
		expect(item?.json).toEqual({
			error: expect.stringMatching(error),
			code,
			level: 'input',
			advice: expect.stringMatching(/\.$/),
			mayHaveBeenPlaced: false,
			requestedAt: null,
			...MAKE_CALL.named,
		});
		expect(provider.requests).toEqual([]);
	},
);
