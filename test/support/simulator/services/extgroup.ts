/** App.Sip_Extgroup: extension groups and their members (services.md 4). */

import type { Group, GroupMember } from '../accountTypes';
import { operationError, success, type Answer } from '../answers';
import { stamp } from '../clock';
import { digits, needed, oneOf, optional } from '../rules';
import type { Read, Services, World } from '../world';

/** The sample's value; 'off' is in no page (services.md 4a), so it is the code table's "extension disabled". */
const GROUP_ON = 1042;
const GROUP_OFF = 1013;
/** common-api: "The extension is already checked into the queue". */
const ALREADY_IN = 1218;
/** common-api: "Abnormal operation", generally a check exception. */
const NOT_A_MEMBER = 1002;
const UNKNOWN_GROUP = 1211;

/** services.md 4b. A call does not change `state`, which is what EditExtnumber set. */
function memberRow({ name }: Group, member: GroupMember, { account, calls }: World) {
	const changedAt = account.changeOf(member);
	return {
		name,
		extnumber: member.extnumber,
		status: calls.callsOf(member.extnumber).length ? 'answer' : 'hangup',
		priority: member.priority,
		linkcount: calls.useOf(member.extnumber)?.calls ?? 0,
		date: changedAt === undefined ? null : stamp(changedAt),
		state: member.state,
	};
}

interface Membership {
	group: Group;
	/** Undefined if the extension is not in the group. */
	member: GroupMember | undefined;
	extnumber: string;
}

/** Finds group and extension, or answers with the code of the one that is missing. */
function change(read: Read, { account }: World, make: (membership: Membership) => Answer): Answer {
	const group = account.group(read('name'));
	if (!group) return operationError(UNKNOWN_GROUP);
	const extnumber = read('extnumber');
	const code = account.extensionProblem(extnumber);
	if (code) return operationError(code);
	const member = group.members.find((one) => one.extnumber === extnumber);
	return make({ group, member, extnumber });
}

const membership = { token: needed, name: needed, extnumber: digits };

export const extgroup: Services = {
	'App.Sip_Extgroup.GetExtgroupInfo': {
		fields: { token: needed, name: optional() },
		serve: (read, { account }) => {
			const wanted = account.groups.filter(({ name }) => ['', name].includes(read('name')));
			const status = (enabled: boolean) => (enabled ? GROUP_ON : GROUP_OFF);
			return success(
				'获取成功',
				wanted.map(({ id, name, enabled }) => ({ id, name, status: status(enabled) })),
			);
		},
	},
	'App.Sip_Extgroup.GetGroupExt': {
		// The newest page requires `name` (services.md 4b).
		fields: { token: needed, name: needed, extnumber: optional(digits) },
		serve: (read, world) => {
			const group = world.account.group(read('name'));
			if (!group) return operationError(UNKNOWN_GROUP);
			const data = group.members
				.filter(({ extnumber }) => ['', extnumber].includes(read('extnumber')))
				.map((member) => memberRow(group, member, world));
			// Here alone `data` is the array itself.
			return { ret: 200, data, msg: '' };
		},
	},
	'App.Sip_Extgroup.EditExtnumber': {
		fields: { ...membership, state: oneOf('idle', 'busy') },
		serve: (read, world) =>
			change(read, world, ({ member }) => {
				if (!member) return operationError(NOT_A_MEMBER);
				member.state = read('state') === 'busy' ? 'busy' : 'idle';
				world.account.noteChange(member);
				return success('设置成功');
			}),
	},
	'App.Sip_Extgroup.AddExtnumber': {
		fields: membership,
		serve: (read, world) =>
			change(read, world, ({ group, member, extnumber }) => {
				if (member) return operationError(ALREADY_IN);
				const added: GroupMember = { extnumber, state: 'idle', priority: 1 };
				group.members.push(added);
				world.account.noteChange(added);
				return success('签入成功');
			}),
	},
	// services.md 4f: no page found, so the pair of AddExtnumber.
	'App.Sip_Extgroup.DelExtnumber': {
		fields: membership,
		serve: (read, world) =>
			change(read, world, ({ group, member }) => {
				if (!member) return operationError(NOT_A_MEMBER);
				group.members.splice(group.members.indexOf(member), 1);
				return success('签出成功');
			}),
	},
};
