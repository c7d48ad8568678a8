/** What the account owns: groups, extensions and caller IDs, with the codes for those it does not own. */

import { randomInt } from 'node:crypto';
import type { CallerId, Extension, Group, GroupMember } from './accountTypes';
import type { SimulatorSettings } from './types';

/** "Extension does not exist", "illegal extension", "extension disabled" (services.md 8, common-api). */
export type ExtensionCode = 1011 | 1012 | 1013;

const refill = <Row>(list: Row[], rows: Row[]) => list.splice(0, list.length, ...rows);

export class Account {
	readonly groups: Group[] = [];
	readonly extensions: Extension[] = [];
	readonly callerIds: CallerId[] = [];
	private readonly changedAt = new WeakMap<GroupMember, number>();

	constructor(private readonly settings: SimulatorSettings) {
		this.seed();
	}

	/** The arrays stay the same, as tests hold on to them. */
	seed(): void {
		const { companyCode } = this.settings;
		const extension = (n: number, more: Partial<Extension> = {}): Extension => ({
			extnumber: `${companyCode}000${n}`,
			password: `sip-secret-${n}`,
			enabled: true,
			registered: true,
			disnumber: '',
			...more,
		});
		const member = (extnumber: string): GroupMember => ({ extnumber, state: 'idle', priority: 1 });
		const callerId = (n: number, enabled: boolean, predictive: boolean): CallerId => ({
			disnumber: `21${companyCode}000${n}`,
			enabled,
			predictive,
		});
		refill(this.extensions, [
			extension(1, { disnumber: `21${companyCode}0001` }),
			extension(2, { registered: false }),
			extension(3),
			extension(4, { enabled: false, registered: false }),
		]);
		// 0003 is the agent of every voice menu.
		const members = [member(`${companyCode}0001`), member(`${companyCode}0003`)];
		refill(this.groups, [{ id: 1, name: 'extGroup-1', enabled: true, members }]);
		refill(this.callerIds, [
			callerId(1, true, true),
			callerId(2, true, false),
			callerId(3, false, true),
		]);
	}

	group(name: string): Group | undefined {
		return this.groups.find((group) => group.name === name);
	}

	extension(extnumber: string): Extension | undefined {
		return this.extensions.find((extension) => extension.extnumber === extnumber);
	}

	/** Extension numbers begin with the company code: any other one belongs to somebody else. */
	extensionProblem(extnumber: string): ExtensionCode | undefined {
		const extension = this.extension(extnumber);
		if (extension) return extension.enabled ? undefined : 1013;
		return extnumber.startsWith(this.settings.companyCode) ? 1012 : 1011;
	}

	canTakeCalls(extnumber: string): boolean {
		const { enabled = false, registered = false } = this.extension(extnumber) ?? {};
		return enabled && registered;
	}

	/** The members of a group that its calls may go to. */
	agentsOf(name: string): string[] {
		const { enabled = false, members = [] } = this.group(name) ?? {};
		return members
			.filter(({ state, extnumber }) => enabled && state === 'idle' && this.canTakeCalls(extnumber))
			.map(({ extnumber }) => extnumber);
	}

	/** voice-menu: "if left blank, a random caller ID will be selected". */
	randomCallerId(predictive = false): string {
		const usable = this.callerIds.filter((one) => one.enabled && (one.predictive || !predictive));
		return usable.length ? usable[randomInt(usable.length)]!.disnumber : '';
	}

	/** The `date` of GetGroupExt: when the member was last changed through a service. */
	changeOf(member: GroupMember): number | undefined {
		return this.changedAt.get(member);
	}

	noteChange(member: GroupMember): void {
		this.changedAt.set(member, Date.now());
	}
}
