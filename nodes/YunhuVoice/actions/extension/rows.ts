import type { IDataObject } from 'n8n-workflow';
import { namedStatus } from '../../shared/codes';
import { Fields } from '../../shared/fields';
import { lookUp } from '../../shared/lookup';
import { toCode, toDirection, toNumber } from '../../shared/readers';
import type { ExtensionOutput, ExtensionStatusOutput } from '../outputs';

/** The codes of Extension Enabled and Extension Disabled. */
const IS_ENABLED: Record<string, boolean> = { 1016: true, 1013: false };

/** The words of the list, and the codes of Extension Registered and Extension Not Registered. */
const IS_REGISTERED: Record<string, boolean> = { reg: true, nreg: false, 1017: true, 1014: false };

/** An extension, of a row of GetSipnumberInfo. */
export function extensionOf(row: IDataObject) {
	const fields = new Fields(row);
	// Masked already, and of no use.
	fields.text('password');
	return {
		extension: fields.text('extnumber'),
		enabled: fields.read('status', (text) => lookUp(IS_ENABLED, text)),
		registered: fields.read('register', (text) => lookUp(IS_REGISTERED, text.toLowerCase())),
		displayNumber: fields.text('disnumber'),
		otherFields: fields.others(),
	} satisfies ExtensionOutput;
}

/** The code of Idle. */
const IDLE = 1201;

/** What an extension is doing, of a row of GetSipCallStatus. */
export function extensionStatusOf(row: IDataObject) {
	const fields = new Fields(row);
	const status = fields.read('status', toCode(namedStatus));
	return {
		extension: fields.text('extnumber'),
		status,
		isFree: status && status.code === IDLE,
		caller: fields.text('caller'),
		callee: fields.text('callee'),
		displayNumber: fields.text('disnumber'),
		direction: fields.read('direction', toDirection),
		channel: fields.text('channel'),
		idleSeconds: fields.read('idleduration', toNumber),
		talkSeconds: fields.read('callduration', toNumber),
	} satisfies ExtensionStatusOutput;
}
