import type { IDataObject } from 'n8n-workflow';
import type { Result } from '../shared/result';
import type { Account } from './account';
import { callService, type ServiceRequest } from './client';
import type { RequestContext } from './context';
import { rowsOf } from './rows';

/*
 * What an account has: extensions, groups and caller IDs, as rows with the provider's own keys. All of it only reads.
 */

/** Reads the rows of a list service. */
export async function readRows(
	context: RequestContext,
	account: Account,
	request: Omit<ServiceRequest, 'isRepeatable' | 'isList' | 'withoutToken'>,
): Promise<Result<IDataObject[]>> {
	const called = await callService(context, account, {
		...request,
		isRepeatable: true,
		isList: true,
	});
	return called.ok ? rowsOf(called.value) : called;
}

/** The provider's numbers for which extensions or caller IDs are wanted. */
const STATES = { enabled: '1', disabled: '2', all: '3' } as const;

/** The provider's numbers for what caller IDs may be used for. */
const USAGES = { any: '1', predictive: '2', notPredictive: '3' } as const;

export type State = keyof typeof STATES;
export type Usage = keyof typeof USAGES;

/** Reads one of the lists below. */
export type ReadList = (
	context: RequestContext,
	account: Account,
	timeoutSeconds: number,
) => Promise<Result<IDataObject[]>>;

/** The extensions of the account. */
export const extensions =
	(state: State): ReadList =>
	async (context, account, timeoutSeconds) =>
		await readRows(context, account, {
			service: 'App.Sip_Sipnum.GetSipnumberInfo',
			fields: { status: STATES[state] },
			timeoutSeconds,
		});

/** The extension groups of the account. */
export const groups: ReadList = async (context, account, timeoutSeconds) =>
	await readRows(context, account, {
		service: 'App.Sip_Extgroup.GetExtgroupInfo',
		fields: {},
		timeoutSeconds,
	});

/** The numbers of the account that can be shown to the people it calls. */
export const callerIds =
	(state: State, usage: Usage): ReadList =>
	async (context, account, timeoutSeconds) =>
		await readRows(context, account, {
			service: 'App.Sip_Disnum.getDisnumberInfo',
			fields: { status: STATES[state], autocall: USAGES[usage] },
			timeoutSeconds,
		});
