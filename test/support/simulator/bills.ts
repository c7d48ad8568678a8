/** The call records of the account (services.md 1): they outlive the calls and what a test forgets. */

import type { Bill } from './accountTypes';
import { simulatedSince, stamp } from './clock';
import type { SimulatorSettings } from './types';

const MINUTE_MS = 60_000;

/** An answered call of a minute ago, in which no extension took part. */
function answeredCall(): Omit<Bill, 'id'> {
	const startedAt = Date.now() - MINUTE_MS;
	return {
		extnumber: '',
		destnumber: '13800000001',
		displaynumber: '2120280001',
		starttime: stamp(startedAt),
		answertime: stamp(startedAt + 5000),
		endtime: stamp(startedAt + 35_000),
		duration: 5,
		billsec: 30,
		direction: 'callout',
		callmethod: 6,
		userid: '',
		memberid: '',
		chengshudu: '',
		customuuid: '',
		recordfilename: '',
		downloadip: '',
		hangupdirection: 10041,
		hangupcause: 10001,
	};
}

export class Bills {
	readonly rows: Bill[] = [];
	private lastId = 0;
	private readonly fetched = new WeakSet<Bill>();
	private readonly writtenAt = new WeakMap<Bill, number>();

	constructor(private readonly settings: SimulatorSettings) {}

	/** Adds a row that GetBill shows at once. */
	add(partial: Partial<Bill> = {}): Bill {
		const bill = { id: this.lastId + 1, ...answeredCall(), ...partial };
		this.lastId = Math.max(this.lastId, bill.id);
		this.rows.push(bill);
		return bill;
	}

	/** Writes the row of a call that has just ended. */
	write(row: Omit<Bill, 'id'>): Bill {
		const bill = this.add(row);
		this.writtenAt.set(bill, Date.now());
		return bill;
	}

	isVisible(bill: Bill): boolean {
		const writtenAt = this.writtenAt.get(bill);
		const { billDelaySeconds, timeScale } = this.settings;
		return (
			writtenAt === undefined ||
			timeScale === 0 ||
			simulatedSince(writtenAt, timeScale) >= billDelaySeconds * 1000
		);
	}

	isFetched(bill: Bill): boolean {
		return this.fetched.has(bill);
	}

	markFetched(bills: Bill[]): void {
		for (const bill of bills) this.fetched.add(bill);
	}

	clear(): void {
		this.rows.length = 0;
	}
}
