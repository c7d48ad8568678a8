import type { IExecuteFunctions } from 'n8n-workflow';
import { callService } from '../../api/client';
import { fail, MAY_BE_DONE, type Result, succeed, withDoubt } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { EXTENSION, extensionParameter, GROUP, groupParameter } from '../locators';
import type { Execute } from '../operation';
import type { GroupChangeOutput, MemberStateOutput } from '../outputs';
import { optionsOf, wantsSimple } from '../parameters';

/*
 * What the operations share that change a member of a group.
 */

/** The parameters of a change, with those of its own. */
export const changeProperties = (...own: Array<typeof SIMPLIFY>) => [
	GROUP,
	EXTENSION,
	...own,
	SIMPLIFY,
	optionsWith(),
];

const BEFORE_YOU_REPEAT =
	'Before you change it again, look at the group with the operation Get Members.';

type State = Pick<MemberStateOutput, 'memberState'>;

/**
 * Makes the `execute` of a change. It is not repeated after a lost answer: somebody else may have changed the member meanwhile.
 *
 * @param readState reads the state that the member is given, if that is the change.
 */
export const changeMember =
	(
		service: string,
		readState?: (context: IExecuteFunctions, index: number) => Result<State>,
	): Execute =>
	async (context, account, index) => {
		const group = groupParameter(context, index);
		if (!group.ok) return group;
		const extension = extensionParameter(context, index);
		if (!extension.ok) return extension;
		const state = readState?.(context, index);
		if (state?.ok === false) return state;
		const isSimple = wantsSimple(context, index);
		const changed = await callService(context, account, {
			service,
			fields: {
				name: group.value,
				extnumber: extension.value,
				...(state && { state: state.value.memberState }),
			},
			timeoutSeconds: optionsOf(context, index).timeoutSeconds,
		});
		if (!changed.ok) return fail(withDoubt(changed.failure, MAY_BE_DONE, BEFORE_YOU_REPEAT));
		const { answer, desc } = changed.value;
		if (!isSimple) return succeed({ json: answer });
		return succeed({
			json: {
				group: group.value,
				extension: extension.value,
				...state?.value,
				message: desc,
			} satisfies GroupChangeOutput,
		});
	};
