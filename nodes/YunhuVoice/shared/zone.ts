import { IANAZone, type Zone } from 'luxon';

const HOUR_MS = 60 * 60_000;

/** The most hours that a zone remembers: more than a list of call records covers. */
const MOST_HOURS = 10_000;

/** A time zone that remembers its offset in each hour. The system takes hundredths of a millisecond to tell it, and a call record has three times. */
class RememberingZone extends IANAZone {
	private readonly offsets = new Map<number, number>();

	override offset(moment: number): number {
		const hour = Math.floor(moment / HOUR_MS);
		const known = this.offsets.get(hour);
		if (known !== undefined) return known;
		const offset = super.offset(moment);
		const isSame = (at: number) => super.offset(at) === offset;
		if (isSame(hour * HOUR_MS) && isSame((hour + 1) * HOUR_MS - 1)) {
			if (this.offsets.size >= MOST_HOURS) this.offsets.clear();
			this.offsets.set(hour, offset);
		}
		return offset;
	}
}

const zones = new Map<string, Zone>();

/**
 * The time zone of that name, for luxon.
 *
 * @param name a name that `isTimeZone` accepts. With any other, times are invalid.
 */
export function zoneOf(name: string): Zone | string {
	// luxon writes the offset of this one as Z.
	if (/^utc$/i.test(name)) return name;
	const known = zones.get(name);
	if (known) return known;
	const zone = new RememberingZone(name);
	if (zone.isValid) zones.set(name, zone);
	return zone;
}
