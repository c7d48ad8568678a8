import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { callService } from '../../api/client';
import {
	fail,
	type Failure,
	MAY_BE_DONE,
	type Result,
	succeed,
	withDoubt,
} from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { EXTENSION, extensionParameter, GROUP, groupParameter } from '../locators';
import type { Execute } from '../operation';
import type { GroupChangeOutput, MemberStateOutput } from '../outputs';
import { optionsOf, wantsSimple } from '../parameters';

/*
 * What the operations share that change a member of a group.
 */

/** The parameters of a change, with those of its own. */
export const changeProperties = (...own: INodeProperties[]): INodeProperties[] => [
	GROUP,
	EXTENSION,
	...own,
	SIMPLIFY,
	optionsWith(),
];

const BEFORE_YOU_REPEAT =
	'Before you change it again, look at the group with the operation Get Members.';

type Member = Omit<GroupChangeOutput, 'message'>;
type State = Pick<MemberStateOutput, 'memberState'>;

/** What distinguishes the changes. */
interface Change {
	/** Full name, such as `App.Sip_Extgroup.AddExtnumber`. */
	service: string;
	/** Reads the state that the member is given, if that is the change. */
	readState?: (context: IExecuteFunctions, index: number) => Result<State>;
	/** What a failure means for this change, where the usual words do not fit. */
	explain?: (failure: Failure, member: Member) => Failure;
}

/** Makes the `execute` of a change. It is not repeated after a lost answer: somebody else may have changed the member meanwhile. */
export const changeMember =
	({ service, readState, explain = (failure) => failure }: Change): Execute =>
	async (context, account, index) => {
		const group = groupParameter(context, index);
		if (!group.ok) return group;
		const extension = extensionParameter(context, index);
		if (!extension.ok) return extension;
		const state = readState?.(context, index);
		if (state?.ok === false) return state;
		const member: Member = { group: group.value, extension: extension.value };
		const isSimple = wantsSimple(context, index);
		const changed = await callService(context, account, {
			service,
			fields: {
				name: member.group,
				extnumber: member.extension,
				...(state && { state: state.value.memberState }),
			},
			timeoutSeconds: optionsOf(context, index).timeoutSeconds,
		});
		if (!changed.ok) {
			return fail(withDoubt(explain(changed.failure, member), MAY_BE_DONE, BEFORE_YOU_REPEAT));
		}
		const { answer, desc } = changed.value;
		if (!isSimple) return succeed({ json: answer });
		return succeed({
			json: {
				...member,
				...state?.value,
				message: desc,
			} satisfies GroupChangeOutput,
		});
	};
