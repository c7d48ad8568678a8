import { hasTalked } from '../../../nodes/YunhuVoice/events/judged';
import type { CallRecord } from '../../../nodes/YunhuVoice/events/types';

const recordWith = (talkSeconds: number | null, otherFields: object) =>
	({ talkSeconds, otherFields }) as CallRecord;

it.each<[boolean, number | null, object, number]>([
	[true, null, { billsec: 'long' }, 5],
	[true, null, { BillSec: 'long' }, 5],
	[false, null, { billsec: '' }, 5],
	[false, null, { billsec: null }, 5],
	[false, null, {}, 5],
	[true, null, {}, 0],
	[true, 5, {}, 5],
	[false, 4, {}, 5],
])('%s: talked for %j seconds with %j, at least %d or unknown', (has, talked, others, seconds) => {
	expect(hasTalked(recordWith(talked, others), seconds)).toBe(has);
});
