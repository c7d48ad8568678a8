/** App.Sip_Auth: common-api, "Obtain authorization token interface" and "Clear the Token interface". */

import { interfaceError, operationError, success } from '../answers';
import { stamp } from '../clock';
import { needed } from '../rules';
import type { Services } from '../world';

export const LOGIN = 'App.Sip_Auth.Login';

export const auth: Services = {
	[LOGIN]: {
		fields: { appid: needed, accesskey: needed },
		serve: (read, { settings, tokens }) => {
			if (read('appid') !== settings.appId) return interfaceError(601);
			if (settings.authorizedUntil < stamp(Date.now())) return interfaceError(602);
			if (read('accesskey') !== settings.accessKey) return operationError(1003, '授权失败');
			return success('Authorization successful', {
				companycode: settings.companyCode,
				companyname: 'test',
				token: tokens.issue(),
				// services.md 0: the end of the authorization, not the time of the login.
				authtime: settings.authorizedUntil,
				authmodel: settings.licences.join(','),
				ipwhite: '',
			});
		},
	},
	'App.Sip_Auth.Logout': {
		fields: { token: needed },
		serve: (read, { tokens }) => {
			tokens.revoke(read('token'));
			return success('logout successful');
		},
	},
};
