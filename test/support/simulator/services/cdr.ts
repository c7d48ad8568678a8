/** App.Sip_Cdr: call records and recordings (services.md 1, common-api). */

import type { Bill } from '../accountTypes';
import { operationError, success } from '../answers';
import type { Fields } from '../checks';
import { countable, needed, numbers, oneOf, optional, time } from '../rules';
import type { Read, Service, Services, World } from '../world';
import { pageOf, paging } from './paging';

const MAX_PER_PAGE = 1000;

/**
 * The tables call most of them required, but the page's own sample and two clients leave them out: services.md 1 says to
 * treat them as optional.
 */
const BILL_FIELDS: Fields = {
	token: needed,
	starttime: time,
	endtime: time,
	syncflag: optional(oneOf(1, 2, 3)),
	direction: optional(oneOf(1, 2, 3)),
	callmethod: optional(oneOf(0, 1, 2, 3, 4, 5, 6)),
	...paging,
	itemsperpage: {
		...optional(countable),
		problem: (value) =>
			Number(value) > MAX_PER_PAGE ? `must be at most ${MAX_PER_PAGE}` : undefined,
	},
	extnumber: optional(numbers),
	destnumber: optional(),
	userid: optional(),
	memberid: optional(),
	chengshudu: optional(),
	customuuid: optional(),
};

const DIRECTIONS: Record<string, Bill['direction']> = { '1': 'callin', '2': 'callout' };
const ANY_METHOD = 0;
/** Filters that are empty for "all", and compared as they are. */
const SAME = ['destnumber', 'userid', 'memberid', 'chengshudu', 'customuuid'] as const;

/** Defaults bite: without `callmethod` only API calls (3) are listed, without `syncflag` only new ones. */
function matching(read: Read, { bills }: World): Bill[] {
	const syncflag = Number(read('syncflag') || 1);
	const direction = DIRECTIONS[read('direction') || '3'];
	const callmethod = Number(read('callmethod') || 3);
	const extensions = read('extnumber').split(',').filter(Boolean);
	return bills.rows.filter(
		(bill) =>
			bills.isVisible(bill) &&
			// The window is on the dial time. Both ends count; stamps sort as text.
			bill.starttime >= read('starttime') &&
			bill.starttime <= read('endtime') &&
			(syncflag === 3 || bills.isFetched(bill) === (syncflag === 2)) &&
			(direction === undefined || bill.direction === direction) &&
			(callmethod === ANY_METHOD || bill.callmethod === callmethod) &&
			(!extensions.length || extensions.includes(bill.extnumber)) &&
			SAME.every((name) => read(name) === '' || bill[name] === read(name)),
	);
}

const getBill: Service = {
	fields: BILL_FIELDS,
	serve: (read, world) => {
		const { rows, ...page } = pageOf(matching(read, world), read);
		// Only what was sent is marked: whoever then asks for page 2 misses rows.
		if ((read('syncflag') || '1') === '1') world.bills.markFetched(rows);
		const { emptyBills } = world.settings;
		if (page.totalitems > 0 || emptyBills === 'list') {
			return success('获取成功', { ...page, bills: rows });
		}
		return success('获取成功', emptyBills === 'null' ? { ...page, bills: null } : undefined);
	},
};

/** common-api, "Call recording download link interface". "Recode" is the provider's spelling. */
const getRecodeFile: Service = {
	fields: { token: needed, filename: needed },
	serve: (read, { recordings }) =>
		recordings.isReady(read('filename'))
			? success('get success', recordings.link(read('filename')))
			: operationError(1002, '录音文件不存在'),
};

export const cdr: Services = {
	'App.Sip_Cdr.GetBill': getBill,
	'App.Sip_Cdr.GetRecodeFile': getRecodeFile,
};
