import type { Answer, Received } from './standIn';

const SIGN_IN = 'oauth2.googleapis.com';
const SHEETS = 'sheets.googleapis.com';
export const GOOGLE = [SIGN_IN, SHEETS];

interface Update {
	data: Array<{ range: string; values: string[][] }>;
}

/** A sheet that n8n's node can read and update. Its first row holds the column names. */
export class GoogleSheet {
	constructor(
		/** The part of the spreadsheet's URL after /d/. */
		private readonly spreadsheetId: string,
		private readonly title: string,
		readonly rows: string[][],
	) {}

	/** Responds as Google's API does, as far as reading and updating rows requires. */
	answer({ host, method, url, body }: Received): Answer {
		if (host === SIGN_IN) return { body: { access_token: 'a-token', expires_in: 3600 } };
		const { pathname } = new URL(url, `https://${host}`);
		const base = `/v4/spreadsheets/${this.spreadsheetId}`;
		if (!pathname.startsWith(base)) return { status: 404, body: { error: { message: 'unknown' } } };
		if (pathname === base) {
			return { body: { sheets: [{ properties: { sheetId: 0, title: this.title } }] } };
		}
		if (method === 'GET') return { body: { values: this.rows } };
		for (const { range, values } of (JSON.parse(String(body)) as Update).data) {
			const [, column = '', row = ''] = /!([A-Z])(\d+)/.exec(range) ?? [];
			this.rows[Number(row) - 1]!.splice(
				column.charCodeAt(0) - 65,
				values[0]!.length,
				...values[0]!,
			);
		}
		return { body: {} };
	}
}
