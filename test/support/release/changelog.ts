const UNRELEASED = '## [Unreleased]';

/**
 * Moves what is under Unreleased below a heading of its own.
 *
 * @param date such as `2026-01-31`
 * @returns `undefined` if there is nothing under Unreleased
 */
export function withVersion(changelog: string, version: string, date: string): string | undefined {
	const [before, after] = changelog.split(`${UNRELEASED}\n`);
	if (before === undefined || after === undefined) return undefined;
	const [entries = ''] = after.split(/^## /m);
	if (entries.trim() === '') return undefined;
	return `${before}${UNRELEASED}\n\n## [${version}] - ${date}\n${after}`;
}
