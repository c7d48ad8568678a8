import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { searchServices } from '../../../nodes/YunhuVoice/lists/services';
import { isHarmless, SERVICES } from '../../../nodes/YunhuVoice/shared/services';

const search = async (typed?: string) =>
	(await searchServices.call({} as ILoadOptionsFunctions, typed)).results;

it('lists every service once, by its full name, and shows its fields', async () => {
	const results = await search();
	expect(results).toHaveLength(SERVICES.length);
	expect(new Set(results.map(({ value }) => value)).size).toBe(SERVICES.length);
	expect(results).toContainEqual({
		name: 'Cdr.GetRecodeFile: Get a recording’s link (filename)',
		value: 'App.Sip_Cdr.GetRecodeFile',
		description: 'filename',
	});
	expect(SERVICES.filter(({ name }) => !/^App\.Sip_\w+\.\w+$/.test(name))).toEqual([]);
});

it.each([
	['queue', 5],
	['TASKLIST', 1],
	['caller ids', 1],
	['nothing like it', 0],
])('finds by name and by what it does: %s', async (typed, count) => {
	expect(await search(typed)).toHaveLength(count);
});

it('offers nothing that places a call', async () => {
	const places = /PlayVoice|MakeCall|DoubleCall|MakePloyCall|TaskCreat|TaskAdd|TaskSet|taskCall/i;
	expect(SERVICES.filter(({ name }) => places.test(name))).toEqual([]);
});

it('repeats what only reads, in any letter case', () => {
	expect(isHarmless('app.sip_queue.getqueuelist', {})).toBe(true);
	expect(isHarmless('App.Sip_Call.HangupCall', {})).toBe(false);
	expect(isHarmless('App.Sip_Cdr.GetBill', {})).toBe(false);
	expect(isHarmless('App.Sip_Cdr.GetBill', { syncflag: '3' })).toBe(true);
});
