/** The envelope of every answer: success, and both levels of errors. */

export interface Answer {
	ret: number;
	/** An array if `ret` is not 200, and in the answer of GetGroupExt. */
	data: Record<string, unknown> | unknown[];
	msg: string;
}

const seconds = () => Math.floor(Date.now() / 1000);

const RET_MESSAGES: Record<number, string> = {
	400: 'Illegal request',
	500: 'Server Error',
	600: 'The token is invalid, please log in again to verify',
	601: 'appid is not authorized',
	602: 'appid authorization has expired',
	603: 'Module not licensed',
	604: 'IP is not authorized',
};

const CODE_MESSAGES: Record<string, string> = {
	'1002': 'Abnormal operation',
	'1003': 'Authorization failed',
	'1010': 'Extension exception',
	'1011': 'illegal extension',
	'1012': 'extension does not exist',
	'1013': 'extension disabled',
	'1014': 'extension not registered',
	'1015': 'The extension is not in a call',
	'1024': 'task does not exist',
	'1025': 'has not started',
	'1026': 'in progress',
	'1027': 'pause',
	'1028': 'over',
	'1210': 'Queue exception',
	'1211': 'illegal queue',
	'1218': 'checked in',
};

/** Without a result: the answer of a command (services.md 0, ACK). */
export function success(desc: string, result?: unknown): Answer {
	const now = seconds();
	const data = {
		status: 0,
		desc,
		...(result !== undefined && { result }),
		reqtime: now,
		rsptime: now,
	};
	return { ret: 200, data, msg: '' };
}

/** common-api, "Interface exception error". */
export function interfaceError(ret: number, msg = RET_MESSAGES[ret] ?? 'error'): Answer {
	return { ret, data: [], msg };
}

/** common-api, "The interface request is normal, but the internal processing error". */
export function operationError(
	code: number | string,
	desc = '操作失败',
	codemsg = CODE_MESSAGES[code] ?? '',
): Answer {
	const now = seconds();
	const errors = { code: String(code), codemsg };
	return { ret: 200, data: { status: 1, desc, errors, reqtime: now, rsptime: now }, msg: '' };
}
