import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { credentialFrom } from '../nodes/YunhuVoice/api/account';
import { httpStatusFailure, retFailure } from '../nodes/YunhuVoice/api/errors';
import type { TimedRequest } from '../nodes/YunhuVoice/api/http';
import { authenticate, logIn } from '../nodes/YunhuVoice/api/login';
import { NotSent } from '../nodes/YunhuVoice/api/notSent';
import { readLimits } from '../nodes/YunhuVoice/limits/limits';
import { LIMIT_PROPERTIES } from '../nodes/YunhuVoice/limits/properties';
import { refusalOf } from '../nodes/YunhuVoice/limits/requests';
import { inOneLine } from '../nodes/YunhuVoice/shared/result';

/** The recording that the test asks for: there is none. */
const TEST_FILE = 'credential-test';

const isTest = ({ body }: IHttpRequestOptions): boolean =>
	(body as IDataObject | undefined)?.filename === TEST_FILE;

export class YunhuVoiceApi implements ICredentialType {
	name = 'yunhuVoiceApi';

	displayName = 'Yunhu Voice API';

	icon = {
		light: 'file:../nodes/YunhuVoice/yunhuVoice.svg',
		dark: 'file:../nodes/YunhuVoice/yunhuVoice.dark.svg',
	} as const;

	/** n8n 2 keeps the credential out of HTTP Request and every other node; for n8n 1 see `authenticate`. */
	restrictToSupportedNodes = true as const;

	/** They are about n8n's HTTP Request node. */
	hideDomainRestrictionFields = true as const;

	documentationUrl = 'https://github.com/OWNER/n8n-nodes-yunhu-voice/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://yunhu.example.com/api',
			description: 'The API address that Yunhu Technology gave you',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
		},
		{
			displayName: 'Access Key',
			name: 'accessKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
		},
		{
			displayName: 'Callback Secret',
			name: 'callbackSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Needed by the Yunhu Voice Trigger: without it its workflow cannot be published, unless Authentication is None',
			description:
				'A long random text that you choose, letters and digits only. Keep a copy: n8n does not show it again, and you need it for the callback address in the provider’s console. With Secret authentication, the Yunhu Voice Trigger accepts only callbacks that contain it.',
		},
		{
			displayName: 'Body Format',
			name: 'bodyFormat',
			type: 'options',
			options: [
				{ name: 'Form Data (Multipart)', value: 'multipart' },
				{ name: 'URL-Encoded', value: 'urlencoded' },
			],
			default: 'multipart',
			description:
				'How the node encodes requests. Keep Form Data (Multipart) unless Yunhu Technology tells you otherwise.',
		},
		{
			displayName: 'Server Time Zone',
			name: 'serverTimeZone',
			type: 'string',
			default: 'Asia/Shanghai',
			description:
				'The time zone of the times that the provider sends. Enter area and city, such as Asia/Shanghai, not CST or GMT+8.',
		},
		...LIMIT_PROPERTIES,
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Logs in. n8n calls this when there is no session, and again when `authenticate` says it has ended. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return {
			sessionToken: await logIn(this.helpers.httpRequest, credentialFrom(credentials)),
		};
	}

	/** The last that happens before a request is sent, also after a login and for a repeat. So the limits are checked here. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: TimedRequest,
	): Promise<IHttpRequestOptions> {
		const credential = credentialFrom(credentials);
		const limits = isTest(request) ? readLimits(credential) : undefined;
		const refusal =
			limits?.ok === false
				? limits.failure
				: (refusalOf(credential, request.body, Date.now()) ?? request.refuse?.());
		if (refusal) throw new NotSent(refusal);
		return authenticate(credential, request, Date.now());
	}

	/**
	 * n8n logs in before it sends this; a login that fails is reported in the words of `logIn`. The request itself asks for
	 * a recording that does not exist: it shows that the token is taken, calls nobody and changes nothing. An account without
	 * recordings (603) can call all the same. `authenticate` knows it, and reports a limit that cannot be read. Servers write `ret` as a number or as text.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: '={{$credentials.apiUrl}}',
			headers: {
				'content-type':
					'={{$credentials.bodyFormat === "urlencoded" ? "application/x-www-form-urlencoded" : "multipart/form-data"}}',
			},
			body: { service: 'App.Sip_Cdr.GetRecodeFile', filename: TEST_FILE },
		},
		rules: [
			...[600, 601, 602, 604]
				.flatMap((ret): Array<number | string> => [ret, String(ret)])
				.map((ret) => ({
					type: 'responseSuccessBody' as const,
					properties: { key: 'ret', value: ret, message: inOneLine(retFailure(String(ret), '')) },
				})),
			...[301, 302, 303, 307, 308].map((status) => ({
				type: 'responseCode' as const,
				properties: { value: status, message: inOneLine(httpStatusFailure(status)) },
			})),
		] as NonNullable<ICredentialTestRequest['rules']>,
	};
}
