import { DateTime } from 'luxon';
import { type MailServer, startMailServer } from '../../support/examples/mail';
import { Stage } from '../../support/examples/stage';
import { stamp } from '../../support/simulator/clock';
import type { Bill } from '../../support/simulator/types';

const EVERY_MORNING = 'Every Morning at Seven';

let stage: Stage;
let mail: MailServer;
let id: string;

/** A zone in which it is about noon now: neither that of n8n nor of the provider, and never the change of the day. */
const offset = 12 - new Date().getUTCHours();
const zone = `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
const today = DateTime.now().setZone(zone).startOf('day');

beforeAll(async () => {
	stage = await Stage.start();
	mail = await startMailServer();
	await stage.addCredential('smtp', 'SMTP account', {
		host: '127.0.0.1',
		port: mail.port,
		secure: false,
		disableStartTls: true,
	});
	id = await stage.import('daily-report-by-extension', {
		edit: (workflow) => Object.assign(workflow.settings!, { timezone: zone }),
	});
});

afterEach(() => {
	stage.provider.reset();
	mail.mails.splice(0);
});

afterAll(async () => {
	await stage?.stop();
	await mail?.close();
});

/** Adds a call that began so long after the beginning of today, in the workflow's time zone. */
const addCall = (seconds: number, bill: Partial<Bill>): Bill =>
	stage.provider.addBill({ starttime: stamp(today.toMillis() + seconds * 1000), ...bill });

const MISSED: Partial<Bill> = { billsec: 0, answertime: null };

/** Runs the workflow. Returns the subject and the HTML of the only mail. */
async function report(): Promise<{ subject: string; html: string }> {
	await stage.run(id, EVERY_MORNING);
	expect(mail.mails).toHaveLength(1);
	const [headers = '', html = ''] = mail.mails[0]!.split(/\r\n\r\n(.*)/s);
	return { subject: /^Subject: (.*)/m.exec(headers)?.[1]?.trim() ?? '', html };
}

/** The texts of a table's cells, row by row, without the bars. */
const rowsIn = (html: string): string[][] =>
	html
		.split('<tr>\r\n')
		.slice(1)
		.map((row) =>
			[...row.matchAll(/<td style="padding[^>]*>(.*?)<\/td>/g)].map(([, text]) => text!),
		);

/** The width of a row's bars, in their order. */
const barsIn = (html: string, extension: string): number[] => {
	const [row = ''] = html.split('<tr>\r\n').filter((text) => text.includes(`>${extension}<`));
	return [...row.matchAll(/<td width="(\d+)" height="14"/g)].map(([, width]) => Number(width));
};

describe('daily-report-by-extension', () => {
	it('sums up the calls of each extension, most calls first', async () => {
		addCall(-3600, { extnumber: '90170001', billsec: 3000 });
		addCall(-3500, { extnumber: '90170001', billsec: 725 });
		addCall(-3400, { extnumber: '90170001', ...MISSED });
		addCall(-3300, { extnumber: '90170003', ...MISSED });
		addCall(-3200, { extnumber: '', billsec: 61 });
		const { subject, html } = await report();

		const day = today.minus({ days: 1 }).toISODate();
		expect(subject).toBe(`Calls of ${day}: 3 answered, 2 missed`);
		expect(rowsIn(html)).toEqual([
			['90170001', '2', '1', '1:02:05'],
			['90170003', '0', '1', '0:00:00'],
			['No extension', '1', '0', '0:01:01'],
		]);
		expect(barsIn(html, '90170001')).toEqual([160, 80]);
		expect(barsIn(html, '90170003')).toEqual([80]);
		expect(html).not.toMatch(/<script|<svg|<img/);
	});

	it('counts the calls of yesterday in the workflow’s time zone, to the second', async () => {
		addCall(-86_401, { extnumber: '1' });
		addCall(-86_400, { extnumber: '2' });
		addCall(-1, { extnumber: '3' });
		addCall(0, { extnumber: '4' });

		expect(rowsIn((await report()).html).map(([extension]) => extension)).toEqual(['2', '3']);
	});

	it('escapes text from the records', async () => {
		addCall(-60, { extnumber: '<b>1</b> & $& {{ 1 }}' });

		expect(rowsIn((await report()).html)[0]?.[0]).toBe('&lt;b&gt;1&lt;/b&gt; &amp; $&amp; {{ 1 }}');
	});

	it('says so when there were no calls', async () => {
		const { subject, html } = await report();

		expect(subject).toMatch(/: none$/);
		expect(html).toContain('There were no calls.');
	});
});
