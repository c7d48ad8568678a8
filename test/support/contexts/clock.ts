const now = Date.now.bind(Date);

/**
 * Sets the clock of the node and the provider; it goes on from there. `jest.restoreAllMocks` sets it right again.
 *
 * @param time in Shanghai, such as `2026-11-26T10:00`.
 */
export function setClock(time: string): void {
	const shift = Date.parse(`${time}+08:00`) - now();
	jest.spyOn(Date, 'now').mockImplementation(() => now() + shift);
}
