import { existsSync } from 'node:fs';
import { type Browser, type Page, chromium, selectors } from 'playwright-core';
import { run } from '../harness/command';
import { print } from '../print';

/** Environment variable: path of the browser to use instead of searching for one. */
const CHROMIUM_VARIABLE = 'YUNHU_CHROMIUM';

const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** No sandbox, because tests run as root in containers. The other flags stop the browser from calling home. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Timeout for one step of a page on a slow machine. No step waits longer than it needs to. */
const PATIENCE_MS = 90_000;

/** Starts a headless Chromium. Installs one if necessary and possible: as root, with apt-get. */
export async function startBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
}

/**
 * Opens a page with a fixed size and language.
 *
 * @param scale screen pixels per page pixel
 */
export async function openPage(
	browser: Browser,
	{
		scale = 1,
		width = 1280,
		height = 900,
	}: { scale?: number; width?: number; height?: number } = {},
): Promise<Page> {
	const page = await browser.newPage({
		viewport: { width, height },
		deviceScaleFactor: scale,
		colorScheme: 'light',
		reducedMotion: 'reduce',
		locale: 'en-US',
	});
	page.setDefaultTimeout(PATIENCE_MS);
	return page;
}

async function findChromium(): Promise<string> {
	const named = process.env[CHROMIUM_VARIABLE];
	if (named !== undefined) {
		if (existsSync(named)) return named;
		throw new Error(`${CHROMIUM_VARIABLE} names ${named}, which does not exist`);
	}
	const found = firstOfUsualPlaces();
	if (found !== undefined) return found;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		print('installing chromium with apt-get: once, takes some minutes');
		await run('apt-get', ['update', '-q'], '/');
		await run('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], '/');
	}
	const installed = firstOfUsualPlaces();
	if (installed !== undefined) return installed;
	throw new Error(
		`No Chromium or Chrome found. Install one, or name it: ${CHROMIUM_VARIABLE}=<absolute path>`,
	);
}

const firstOfUsualPlaces = (): string | undefined => USUAL_PLACES.find((path) => existsSync(path));
