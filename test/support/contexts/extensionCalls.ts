import { CALL_FROM_EXTENSION, CONNECT_TWO_PHONES } from './account';

/** A time in a simplified item. */
export const ISO_TIME = expect.stringMatching(
	/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/,
) as string;

/** An operation that places a call with an extension. */
interface Kind {
	parameters: Record<string, string | object>;
	service: string;
	/** The form fields of the numbers. */
	form: Record<string, string>;
	/** The same numbers in items. */
	named: Record<string, string>;
}

export const MAKE_CALL: Kind = {
	parameters: CALL_FROM_EXTENSION,
	service: 'App.Sip_Call.MakeCall',
	form: { extnumber: '20280003', destnumber: '13300000001' },
	named: { extension: '20280003', destinationNumber: '13300000001' },
};
const DOUBLE_CALL: Kind = {
	parameters: CONNECT_TWO_PHONES,
	service: 'App.Sip_Call.DoubleCall',
	form: { extnumber: '20280003', anumber: '13900000009', bnumber: '13300000001' },
	named: { ...MAKE_CALL.named, firstNumber: '13900000009' },
};
export const KINDS: Array<[string, Kind]> = [
	['Call From Extension', MAKE_CALL],
	['Connect Two Phones', DOUBLE_CALL],
];
