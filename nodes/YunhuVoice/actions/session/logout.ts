import type { INodeProperties } from 'n8n-workflow';
import { logInAgain, logOut } from '../../api/logout';
import { succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { type Execute, type Operation } from '../operation';
import type { LogoutOutput } from '../outputs';
import { booleanParameter, optionsOf, wantsSimple } from '../parameters';

const entry = {
	name: 'Log Out',
	value: 'logout',
	action: 'Log out of account',
	description: 'End the login of the credential',
};

const properties: INodeProperties[] = [
	{
		displayName: 'Log In Again',
		name: 'logInAgain',
		type: 'boolean',
		default: false,
		description:
			'Whether to log in right after logging out. The provider requires this after you add or change extensions.',
	},
	SIMPLIFY,
	optionsWith(),
];

/** Ends the session of the credential (provider page "Clear the Token"). Logging out twice is not an error. */
const execute: Execute = async (context, account, index) => {
	const { timeoutSeconds } = optionsOf(context, index);
	const loggedInAgain = booleanParameter(context, 'logInAgain', index, 'Log In Again', false);
	const isSimple = wantsSimple(context, index);
	const out = await logOut(context, account, timeoutSeconds);
	if (!out.ok) return out;
	if (loggedInAgain) {
		const again = await logInAgain(context, account);
		if (!again.ok) return again;
	}
	if (out.value && !isSimple) return succeed({ json: out.value.answer });
	return succeed({
		json: {
			loggedOut: true,
			wasLoggedIn: out.value !== undefined,
			loggedInAgain,
		} satisfies LogoutOutput,
	});
};

export const logout: Operation = { entry, properties, execute, done: 'logouts done' };
