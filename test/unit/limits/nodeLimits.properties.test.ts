import fc from 'fast-check';
import { readLimits, refusalOfTime } from '../../../nodes/YunhuVoice/limits/limits';
import { readNodeLimits, refusalOfNodeTime } from '../../../nodes/YunhuVoice/limits/nodeLimits';
import { anyHours, anyMoment, type HoursCase, mayCall } from '../../support/callingHours';
import { holds } from '../../support/holds';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

const written = ({ ranges }: HoursCase): string =>
	ranges.map((range) => range.join('-')).join(', ');

it('a call goes out if the clocks of both zones allow it, of the credential and of the node', () => {
	const counts = { both: 0, credentialAlone: 0, nodeAlone: 0, zones: 0 };
	holds(
		fc.property(
			anyHours,
			anyHours.filter(({ ranges }) => ranges.length > 0),
			fc.boolean(),
			anyMoment,
			(credential, node, hasOwnZone, now) => {
				const limits = readLimits({
					...(credential.ranges.length > 0 && { callingHours: written(credential) }),
					callingDays: credential.days.map((day) => DAYS[day]!),
					callingTimeZone: credential.zone,
					serverTimeZone: 'Asia/Shanghai',
				} as never);
				const options = {
					callingHours: written(node),
					...(hasOwnZone && { callingTimeZone: node.zone }),
				};
				const own = readNodeLimits(options, credential.zone);
				if (!limits.ok || !own.ok) throw new Error('The limits cannot be read');
				const zone = hasOwnZone ? node.zone : credential.zone;
				const byCredential = mayCall(credential, now);
				const byNode = mayCall({ ...node, zone, days: EVERY_DAY }, now);
				expect(refusalOfTime(limits.value, now) === undefined).toBe(byCredential);
				expect(refusalOfNodeTime(own.value, now) === undefined).toBe(byNode);
				if (byCredential && byNode) counts.both += 1;
				else if (byCredential) counts.credentialAlone += 1;
				else if (byNode) counts.nodeAlone += 1;
				if (zone !== credential.zone) counts.zones += 1;
			},
		),
		3_000,
	);
	for (const count of Object.values(counts)) expect(count).toBeGreaterThan(300);
});
