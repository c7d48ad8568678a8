import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page, PageScreenshotOptions } from 'playwright-core';
import { LOG_DIRECTORY } from '../harness/n8n';

/** Saves a screenshot of the page at the end of a test, next to n8n's logs. */
export async function keepPicture(page: Page | undefined): Promise<void> {
	const name = expect.getState().currentTestName ?? 'unnamed';
	await mkdir(LOG_DIRECTORY, { recursive: true });
	await page?.screenshot({ path: join(LOG_DIRECTORY, `${name.replace(/\W+/g, '-')}.png`) });
}

/** For transitions and fades to end. */
const STILL_AFTER_MS = 1500;

const IN_THE_WAY =
	'.el-notification, [data-reka-popper-content-wrapper]:has([data-test-id=suggested-actions-close])';

/**
 * Takes a picture once the page stands still, without what n8n shows over it: notifications, checklist.
 *
 * @param part.of default: the whole page
 * @param part.height cuts off everything below; default: nothing
 */
export async function takePicture(
	page: Page,
	{ of, height = Infinity }: { of?: Locator; height?: number | undefined },
	{ style = '', ...options }: PageScreenshotOptions = {},
): Promise<Buffer> {
	await page.mouse.move(0, 0);
	await page.waitForTimeout(STILL_AFTER_MS);
	const box = await of?.boundingBox();
	if (box === null) throw new Error('There is nothing to take a picture of');
	return await page.screenshot({
		animations: 'disabled',
		style: `${IN_THE_WAY} { display: none } ${style}`,
		...(box && { clip: { ...box, height: Math.min(box.height, height) } }),
		...options,
	});
}
