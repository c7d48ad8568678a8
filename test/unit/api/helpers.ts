import type { YunhuCredential } from '../../../nodes/YunhuVoice/api/account';

export const credentialOf = (changes: Partial<YunhuCredential> = {}): YunhuCredential => ({
	apiUrl: 'https://yunhu.example.com/api',
	appId: 'app',
	accessKey: 'not-a-real-key',
	bodyFormat: 'multipart',
	serverTimeZone: 'Asia/Shanghai',
	callbackSecret: '',
	sessionToken: '',
	...changes,
});
