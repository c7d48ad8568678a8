import type { IDataObject } from 'n8n-workflow';
import { asText, Fields } from '../../shared/fields';
import { isSameText, numericForm } from '../../shared/sameText';

/** A number of a campaign, as it is sent. The provider's sample has bare numbers; texts alone keep every digit. */
export type Row = Record<string, string> & { phone: string; customuuid: string };

/** Numbers that may have been added to a campaign, and what is known of the campaign. */
export interface Adding {
	/** The numbers of the request. */
	rows: Row[];
	/** Numbers that are in the campaign for certain, as far as this run has added them. */
	before: Row[];
	/** How many rows the campaign had before the request; `undefined` where nobody knows. */
	countBefore: number | undefined;
	/** The custom data that this run has made up: nobody else has added a number with it. */
	madeUp: ReadonlySet<string>;
}

/** What the rows of a campaign prove of the numbers of a request. */
export interface Found {
	/** How many are in the campaign for certain. */
	surelyIn: number;
	/** Whether every one is in it, as often as it was sent. */
	isComplete: boolean;
}

const keyOf = (phone: string, customData: string): string =>
	JSON.stringify([numericForm(phone), numericForm(customData)]);

/** A row of TaskInfo. */
interface Told {
	phone: unknown;
	customData: unknown;
	key: string;
}

function toldBy(row: IDataObject): Told {
	const fields = new Fields(row);
	const [phone, customData] = [fields.value('telphone'), fields.value('customuuid')];
	return { phone, customData, key: keyOf(asText(phone), asText(customData)) };
}

const isIn = ({ phone, customData }: Told, row: Row): boolean =>
	isSameText(row.phone, phone) && isSameText(row.customuuid, customData);

/** How many numbers a row can stand for: text is one, a JSON number all that differ by zeros in front. */
const vagueness = ({ phone, customData }: Told): number =>
	[phone, customData].filter((value) => typeof value === 'number').length;

/** Finds numbers in the rows of a campaign, each row for one number. `hasMore` tells that another row would be for a number which has its row. */
function match(stored: IDataObject[], wanted: Row[]): { found: number; hasMore: boolean } {
	const byKey = new Map<string, { all: Row[]; open: Row[] }>();
	for (const row of wanted) {
		const key = keyOf(row.phone, row.customuuid);
		const alike = byKey.get(key) ?? { all: [], open: [] };
		alike.all.push(row);
		alike.open.push(row);
		byKey.set(key, alike);
	}
	let found = 0;
	let hasMore = false;
	const told = stored.map(toldBy).sort((one, other) => vagueness(one) - vagueness(other));
	for (const one of told) {
		const alike = byKey.get(one.key);
		if (!alike) continue;
		const { all, open } = alike;
		const at = open.findIndex((row) => isIn(one, row));
		if (at >= 0) {
			open.splice(at, 1);
			found += 1;
		} else if (all.some((row) => isIn(one, row))) hasMore = true;
	}
	return { found, hasMore };
}

/**
 * What the rows of a campaign prove of a request whose answer was lost. Somebody else may have added the same number with the same
 * custom data before, and this row must not pass for ours: it proves something only if the campaign has grown by just the numbers of
 * the request, or if the custom data is made up.
 *
 * @param stored all rows of TaskInfo.
 */
export function findRows(
	stored: IDataObject[],
	{ rows, before, countBefore, madeUp }: Adding,
): Found {
	if (countBefore !== undefined && stored.length === countBefore + rows.length) {
		const all = [...before, ...rows];
		if (match(stored, all).found === all.length) return { surelyIn: rows.length, isComplete: true };
	}
	const ours = rows.filter(({ customuuid }) => madeUp.has(customuuid));
	const { found, hasMore } = match(stored, ours);
	const isOnce = found === rows.length && !hasMore;
	return { surelyIn: found, isComplete: countBefore === undefined && isOnce };
}
