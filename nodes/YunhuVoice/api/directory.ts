import type { IDataObject } from 'n8n-workflow';
import type { Result } from '../shared/result';
import { toProviderTime } from '../shared/time';
import type { Account } from './account';
import { callService, type ServiceRequest } from './client';
import type { RequestContext } from './context';
import type { ReadPage } from './pages';
import { pageOf, rowsOf } from './rows';

/*
 * The services that list what an account has. Their answers are rows with the provider's own keys.
 */

/** Reads the rows of a list service. */
export async function readRows(
	context: RequestContext,
	account: Account,
	request: ListRequest & Pick<ServiceRequest, 'timeoutSeconds'>,
): Promise<Result<IDataObject[]>> {
	const called = await callService(context, account, {
		...request,
		isRepeatable: true,
		isList: true,
	});
	return called.ok ? rowsOf(called.value) : called;
}

/** Reads the pages of a list service that gives its list in pages. */
export const pageReader =
	(
		context: RequestContext,
		account: Account,
		{ fields, ...request }: ListRequest & Pick<ServiceRequest, 'timeoutSeconds'>,
	): ReadPage =>
	async (page, perPage) => {
		const called = await callService(context, account, {
			...request,
			fields: { ...fields, currentpage: String(page), itemsperpage: String(perPage) },
			isRepeatable: true,
			isList: true,
		});
		return called.ok ? pageOf(called.value) : called;
	};

/** The provider's numbers for which extensions or caller IDs are wanted. */
export const STATES = { enabled: '1', disabled: '2', all: '3' };

/** The provider's numbers for what caller IDs may be used for. */
export const USAGES = { any: '1', predictive: '2', notPredictive: '3' };

/** A request of one of the lists below. */
export type ListRequest = Pick<ServiceRequest, 'service' | 'fields'>;

/** @param state one of the numbers in `STATES`. */
export const listExtensions = (state: string): ListRequest => ({
	service: 'App.Sip_Sipnum.GetSipnumberInfo',
	fields: { status: state },
});

export const listGroups: ListRequest = { service: 'App.Sip_Extgroup.GetExtgroupInfo', fields: {} };

/**
 * @param state one of the numbers in `STATES`.
 * @param usage one of those in `USAGES`.
 */
export const listCallerIds = (state: string, usage: string): ListRequest => ({
	service: 'App.Sip_Disnum.getDisnumberInfo',
	fields: { status: state, autocall: usage },
});

/**
 * The call records of a window of time (provider page "Call record query"). It always asks for all records (`syncflag` 3): with 1,
 * the provider would mark them as fetched, and a lost answer would lose them. Direction and call method are always sent: left out,
 * the provider would list API calls alone.
 *
 * @param window when the calls started, both ends included. Milliseconds.
 * @param zone the server's time zone.
 * @param fields what else the provider filters: form fields of GetBill.
 */
export const listRecords = (
	window: { start: number; end: number },
	zone: string,
	fields: Record<string, string> = {},
): ListRequest => ({
	service: 'App.Sip_Cdr.GetBill',
	fields: {
		starttime: toProviderTime(window.start, zone),
		endtime: toProviderTime(window.end, zone),
		syncflag: '3',
		direction: '3',
		callmethod: '0',
		...fields,
	},
});
