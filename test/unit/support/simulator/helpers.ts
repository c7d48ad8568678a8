import { FormData, request } from 'undici';
import type { Bill, Simulator } from '../../../support/simulator';

export type Fields = Record<string, string>;
export type Encoding = 'multipart' | 'urlencoded';

export interface Reply {
	status: number;
	contentType: string | undefined;
	text: string;
	/** Returns the text, parsed as JSON. */
	json: () => {
		ret: number;
		msg: string;
		data: {
			status: number;
			desc: string;
			result: Record<string, string>;
			errors: { code: string; codemsg: string };
			reqtime: number;
			rsptime: number;
		};
	};
}

export const LOGIN = {
	service: 'App.Sip_Auth.Login',
	appid: 'demo-app',
	accesskey: 'demo-access-key',
};

export const playFields = (token: string, more: Fields = {}): Fields => ({
	service: 'App.Sip_Call.PlayVoice',
	token,
	destnumber: '13800000001',
	voicetype: '2',
	voicefile: 'www.example.com/test.mp3',
	chengshudu: '1',
	userid: '1@extGroup-1',
	...more,
});

export async function send(url: string, init: Parameters<typeof request>[1]): Promise<Reply> {
	const { statusCode, headers, body } = await request(url, { method: 'POST', ...init });
	const text = await body.text();
	return {
		status: statusCode,
		contentType: headers['content-type'] as string | undefined,
		text,
		json: () => JSON.parse(text),
	};
}

export async function post(
	simulator: Simulator,
	fields: Fields | Array<[string, string]>,
	encoding: Encoding = 'multipart',
): Promise<Reply> {
	const entries = Array.isArray(fields) ? fields : Object.entries(fields);
	if (encoding === 'urlencoded') {
		return await send(simulator.url, {
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams(entries).toString(),
		});
	}
	const form = new FormData();
	for (const [name, value] of entries) form.append(name, value);
	return await send(simulator.url, { body: form });
}

export async function login(simulator: Simulator): Promise<string> {
	const { token } = (await post(simulator, LOGIN)).json().data.result;
	if (!token) throw new Error('no token');
	return token;
}

type Row = Record<string, unknown>;

/** What any service may answer, with all that the tests look at. */
export interface AnyAnswer {
	ret: number;
	msg: string;
	data: {
		status: number;
		desc: string;
		errors?: { code: string; codemsg: string };
		/** Rows, or a page of them under the name that the service gives them. */
		result: Row[] & {
			bills: Bill[];
			task: Row[];
			result: Row[];
			taskid: string;
			totalitems: number;
		};
	};
}

/** Logs in and asks a service, by its name without `App.`. */
export async function ask(
	simulator: Simulator,
	service: string,
	fields: Fields = {},
): Promise<AnyAnswer> {
	const token = await login(simulator);
	const { text } = await post(simulator, { service: `App.${service}`, token, ...fields });
	return JSON.parse(text) as AnyAnswer;
}

/** Returns the error code of a service's answer; undefined if it succeeded. */
export async function codeOf(...request: Parameters<typeof ask>): Promise<string | undefined> {
	return (await ask(...request)).data.errors?.code;
}

/** Waits until something holds that no call to the simulator tells. */
export async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Logs in, dials the number and waits until the call ends. */
export async function dial(simulator: Simulator, more: Fields = {}): Promise<void> {
	await post(simulator, playFields(await login(simulator), more));
	await simulator.settled();
}

/** Returns the types of a body's values, to compare with a sample from the reference pages. */
export const typesOf = (body: object): Fields =>
	Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value]));

/** Returns the data of GetRecodeFile's response. */
export async function askFor(simulator: Simulator, filename: string) {
	const token = await login(simulator);
	const fields = { service: 'App.Sip_Cdr.GetRecodeFile', token, filename };
	return (await post(simulator, fields)).json().data;
}

export async function linkTo(simulator: Simulator, filename: string): Promise<string> {
	return (await askFor(simulator, filename)).result.downurl ?? '';
}
