import { isHarmless, isLookUp, SERVICES } from '../../../nodes/YunhuVoice/shared/services';

/** The provider's names for what only reads. */
const READS = /\.(get\w+|tasklist|taskinfo)$/i;

it.each(SERVICES.map(({ name }) => name))('%s is a look-up if its name says so', (name) => {
	expect(isLookUp(name)).toBe(READS.test(name));
	expect(isLookUp(name.toUpperCase())).toBe(READS.test(name));
});

it('nothing else is a look-up', () => {
	expect(isLookUp('App.Sip_Call.GetNothing')).toBe(false);
});

it.each([
	['App.Sip_Sipnum.GetSipnumberInfo', {}, true],
	['App.Sip_Call.HangupCall', { syncflag: '3' }, false],
	['App.Sip_Cdr.GetBill', { syncflag: '3' }, true],
	['App.Sip_Cdr.GetBill', { syncflag: '2' }, true],
	['App.Sip_Cdr.GetBill', { syncflag: '1' }, false],
	['app.sip_cdr.getbill', {}, false],
])('%s with %j can be repeated: %j', (service, fields: Record<string, string>, expected) => {
	expect(isHarmless(service, fields)).toBe(expected);
});
