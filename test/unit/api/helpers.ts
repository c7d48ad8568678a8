import { credentialFrom, type YunhuCredential } from '../../../nodes/YunhuVoice/api/account';

export const credentialOf = (changes: Partial<YunhuCredential> = {}): YunhuCredential =>
	credentialFrom({
		apiUrl: 'https://yunhu.example.com/api',
		appId: 'app',
		accessKey: 'not-a-real-key',
		bodyFormat: 'multipart',
		serverTimeZone: 'Asia/Shanghai',
		callbackSecret: '',
		sessionToken: '',
		...changes,
	});
