import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { LOG_DIRECTORY } from '../harness/n8n';

/** Saves a screenshot of the page at the end of a test, next to n8n's logs. */
export async function keepPicture(page: Page | undefined): Promise<void> {
	const name = expect.getState().currentTestName ?? 'unnamed';
	await mkdir(LOG_DIRECTORY, { recursive: true });
	await page?.screenshot({ path: join(LOG_DIRECTORY, `${name.replace(/\W+/g, '-')}.png`) });
}
