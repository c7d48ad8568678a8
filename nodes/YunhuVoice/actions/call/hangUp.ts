import { callService } from '../../api/client';
import { fail, type Failure, MAY_BE_DONE, succeed, withDoubt } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { EXTENSION, extensionParameter } from '../locators';
import type { Execute, Operation } from '../operation';
import type { HangUpOutput } from '../outputs';
import { optionsOf, retryOnFail, wantsSimple } from '../parameters';
import { EXTENSION_FIELD } from './extension';

const entry = {
	name: 'Hang Up',
	value: 'hangUp',
	action: 'Hang up call of extension',
	description: 'End the call that an extension is in',
};

/** Extension Not in a Call. */
const NOT_IN_A_CALL = '1015';

/** What a failure means for hanging up. */
const failureFor = (extension: string, failure: Failure): Failure =>
	failure.code === NOT_IN_A_CALL
		? {
				...failure,
				message: `Extension ${extension} is not in a call (code ${NOT_IN_A_CALL})`,
				advice: 'There is nothing to hang up: the call has ended, or it runs on another extension.',
			}
		: withDoubt(
				failure,
				MAY_BE_DONE,
				'Before you hang up again, check in the provider’s console whether the call has ended: the extension may be in another call by now.',
			);

/** Ends the call that an extension is in. Is not repeated after a lost answer: it would end the extension's next call. */
const execute: Execute = async (context, account, index) => {
	if (context.getNode().retryOnFail) {
		return fail(
			retryOnFail('hang up on every extension of the list again, whatever call it is in'),
		);
	}
	const extension = extensionParameter(context, index);
	if (!extension.ok) return extension;
	const isSimple = wantsSimple(context, index);
	const called = await callService(context, account, {
		service: 'App.Sip_Call.HangupCall',
		fields: { [EXTENSION_FIELD]: extension.value },
		timeoutSeconds: optionsOf(context, index).timeoutSeconds,
	});
	if (!called.ok) {
		const call = { extension: extension.value };
		return fail({ ...failureFor(extension.value, called.failure), call });
	}
	const { answer, desc } = called.value;
	if (!isSimple) return succeed({ json: answer });
	return succeed({
		json: { hungUp: true, extension: extension.value, message: desc } satisfies HangUpOutput,
	});
};

export const hangUp: Operation = {
	entry,
	properties: [EXTENSION, SIMPLIFY, optionsWith()],
	execute,
	done: 'calls hung up',
};
