import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../support/harness/api';
import { chain, credentialsOf, node, PACKAGE, PLAY_VOICE } from '../../support/workflows';

export const REFERENCE_PACKAGE = 'n8n-nodes-bench-reference';

/** The name of the measured node. */
export const ARM = 'Arm';

/** The name of the node behind it. */
export const NEXT = 'Next';

/** A node without its name and position. */
export type ArmNode = Pick<INode, 'type' | 'typeVersion' | 'parameters'> &
	Partial<Pick<INode, 'credentials' | 'webhookId'>>;

export const placed = (name: string, { type, parameters, ...more }: ArmNode) =>
	node(name, type, parameters, more);

/** Runs in production mode, as users run it. Responds when the last node has ended. */
export const listWorkflow = (path: string, arm: ArmNode, next?: ArmNode): WorkflowJson =>
	chain(`List ${path}`, [
		placed('Start', {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'noData' },
			webhookId: path,
		}),
		placed('Items', {
			type: `${REFERENCE_PACKAGE}.benchItems`,
			typeVersion: 1,
			parameters: { count: '={{ $json.body.count }}' },
		}),
		placed(ARM, arm),
		...(next ? [placed(NEXT, next)] : []),
	]);

/** A trigger, and optionally a node that inspects its output. */
export const callbackWorkflow = (trigger: ArmNode, next?: ArmNode): WorkflowJson =>
	chain(`Callbacks ${trigger.webhookId}`, [
		placed(ARM, trigger),
		...(next ? [placed(NEXT, next)] : []),
	]);

const PHONE = '={{ $json.phone }}';
const ORDER = '={{ $json.order }}';
const { voiceFile: VOICE_FILE, transferRoute: ROUTE } = PLAY_VOICE;

export const playVoice = (credentialId: string, concurrency: number): ArmNode => ({
	type: `${PACKAGE}.yunhuVoice`,
	typeVersion: 1,
	parameters: {
		resource: 'call',
		operation: 'playVoice',
		destinationNumber: PHONE,
		voiceType: 'url',
		voiceFile: VOICE_FILE,
		transferRoute: ROUTE,
		options: { concurrency, customData: ORDER },
	},
	credentials: credentialsOf(credentialId),
});

export const downloadRecording = (credentialId: string, fileName: string): ArmNode => ({
	type: `${PACKAGE}.yunhuVoice`,
	typeVersion: 1,
	parameters: { resource: 'recording', operation: 'download', fileName, options: {} },
	credentials: credentialsOf(credentialId),
});

const HTTP_REQUEST = { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.5 };

/**
 * Sends the request of `playVoice` with n8n's HTTP Request node and the given token.
 *
 * @param bearerId id of a stored credential to send along
 */
export const httpRequest = (
	url: string,
	token: string,
	batchSize: number,
	bearerId?: string,
): ArmNode => ({
	...HTTP_REQUEST,
	parameters: {
		method: 'POST',
		url,
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				['service', 'App.Sip_Call.PlayVoice'],
				['token', token],
				['destnumber', PHONE],
				['voicetype', '2'],
				['voicefile', VOICE_FILE],
				['chengshudu', '1'],
				['userid', ROUTE],
				['customuuid', ORDER],
			].map(([name = '', value = '']) => ({ parameterType: 'formData', name, value })),
		},
		options: {
			batching: { batch: { batchSize, batchInterval: 0 } },
			response: { response: { responseFormat: 'json' } },
		},
		...(bearerId && { authentication: 'genericCredentialType', genericAuthType: 'httpBearerAuth' }),
	},
	...(bearerId && { credentials: { httpBearerAuth: { id: bearerId, name: 'Bearer' } } }),
});

export const httpDownload = (url: string): ArmNode => ({
	...HTTP_REQUEST,
	parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
});

/** Sends bare requests: one after another with a concurrency of 1. With more, the least that a node can cost. */
export const bareRequests = (url: string, token: string, concurrency: number): ArmNode => ({
	type: `${REFERENCE_PACKAGE}.benchRequests`,
	typeVersion: 1,
	parameters: { url, token, phone: PHONE, order: ORDER, concurrency },
});

export const nothing: ArmNode = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };

export const yunhuTrigger = (
	credentialId: string,
	webhookId: string,
	parameters: INodeParameters = {},
): ArmNode => ({
	type: `${PACKAGE}.yunhuVoiceTrigger`,
	typeVersion: 1,
	parameters,
	credentials: credentialsOf(credentialId),
	webhookId,
});

const headerAuth = (id: string) => ({ httpHeaderAuth: { id, name: 'Header' } });

/** @param headerAuthId id of a stored credential to read */
export const bareTrigger = (webhookId: string, takes: boolean, headerAuthId?: string): ArmNode => ({
	type: `${REFERENCE_PACKAGE}.benchTrigger`,
	typeVersion: 1,
	parameters: { takes },
	...(headerAuthId && { credentials: headerAuth(headerAuthId) }),
	webhookId,
});

/** @param headerAuthId id of a stored credential whose secret callers must send */
export const webhook = (webhookId: string, headerAuthId?: string): ArmNode => ({
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: {
		httpMethod: 'POST',
		path: webhookId,
		options: {},
		...(headerAuthId && { authentication: 'headerAuth' }),
	},
	webhookId,
	...(headerAuthId && { credentials: headerAuth(headerAuthId) }),
});

/** Passes on call records of answered calls. */
export const ifAnswered: ArmNode = {
	type: 'n8n-nodes-base.if',
	typeVersion: 2.3,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
			combinator: 'and',
			conditions: [
				{
					id: 'answered',
					leftValue: '={{ $json.body.billsec }}',
					rightValue: 0,
					operator: { type: 'number', operation: 'gt' },
				},
			],
		},
		options: {},
	},
};

/** The fields of a page of call records of that window, as Get Many sends them. */
const recordFields = (token: string, from: string, page: string) =>
	[
		['service', 'App.Sip_Cdr.GetBill'],
		['token', token],
		['starttime', from],
		['endtime', "={{ $now.setZone('Asia/Shanghai').toFormat('yyyy-MM-dd HH:mm:ss') }}"],
		['syncflag', '3'],
		['direction', '3'],
		['callmethod', '0'],
		['currentpage', page],
		['itemsperpage', '1000'],
	].map(([name = '', value = '']) => ({ name, value }));

const secondsAgo = (seconds: number): string =>
	`={{ $now.minus({ seconds: ${seconds} }).setZone('Asia/Shanghai').toFormat('yyyy-MM-dd HH:mm:ss') }}`;

/** Not as multipart: there n8n sends each page after the first with the boundary of the first, and waits in vain. */
const recordRequest = (url: string, token: string, seconds: number) => ({
	method: 'POST',
	url,
	sendBody: true,
	contentType: 'form-urlencoded',
	bodyParameters: { parameters: recordFields(token, secondsAgo(seconds), '1') },
});

export const getManyRecords = (credentialId: string): ArmNode => ({
	type: `${PACKAGE}.yunhuVoice`,
	typeVersion: 1,
	parameters: { resource: 'callRecord', operation: 'getAll', returnAll: true },
	credentials: credentialsOf(credentialId),
});

/** Reads all pages of a day's call records with n8n's HTTP Request node. Puts out one item per page. */
export const httpRecords = (url: string, token: string): ArmNode => ({
	...HTTP_REQUEST,
	parameters: {
		...recordRequest(url, token, 86_400),
		options: {
			response: { response: { responseFormat: 'json' } },
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: {
						parameters: [{ type: 'body', name: 'currentpage', value: '={{ $pageCount + 1 }}' }],
					},
					paginationCompleteWhen: 'other',
					completeExpression: '={{ $response.body.data.result.bills.length < 1000 }}',
				},
			},
		},
	},
});

/** Makes one item of each call record on a page. */
export const splitRecords: ArmNode = {
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'data.result.bills', options: {} },
};

/** Reads the call records of the last seconds, in one page. */
export const httpNewRecords = (url: string, token: string, seconds: number): ArmNode => ({
	...HTTP_REQUEST,
	parameters: {
		...recordRequest(url, token, seconds),
		options: { response: { response: { responseFormat: 'json' } } },
	},
});

export const scheduleEvery = (seconds: number): ArmNode => ({
	type: 'n8n-nodes-base.scheduleTrigger',
	typeVersion: 1.2,
	parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] } },
});
