import type { IDataObject } from 'n8n-workflow';
import { Fields } from '../../shared/fields';

/** A number of a campaign, as it is sent. The provider's sample has bare numbers; texts alone keep every digit. */
export type Row = Record<string, string> & { phone: string; customuuid: string };

/** What the provider's rows say of a number that was sent: `unclear` where its custom data could be cut off. */
function lookFor(
	{ phone, customuuid }: Row,
	present: ReadonlyMap<string, ReadonlySet<string>>,
): 'in' | 'missing' | 'unclear' {
	const stored = present.get(phone) ?? new Set();
	if (stored.has(customuuid)) return 'in';
	return [...stored].some((text) => customuuid.startsWith(text)) ? 'unclear' : 'missing';
}

/**
 * Which numbers of a request whose answer was lost are not in the campaign. A number counts as in it with its custom data alone:
 * somebody else may have added the same number.
 *
 * @param stored the rows of TaskInfo.
 * @param before the numbers that are known to be in it.
 * @returns `undefined` where the rows do not tell.
 */
export function missingRows(stored: IDataObject[], before: Row[], sent: Row[]): Row[] | undefined {
	const present = new Map<string, Set<string>>();
	for (const row of stored) {
		const fields = new Fields(row);
		const phone = fields.text('telphone') ?? '';
		const texts = present.get(phone) ?? new Set();
		present.set(phone, texts.add(fields.text('customuuid') ?? ''));
	}
	if (before.some((row) => lookFor(row, present) !== 'in')) return undefined;
	const looked = sent.map((row) => ({ row, is: lookFor(row, present) }));
	if (looked.some(({ is }) => is === 'unclear')) return undefined;
	return looked.filter(({ is }) => is === 'missing').map(({ row }) => row);
}
