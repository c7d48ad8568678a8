import { sleep } from 'n8n-workflow';

/** Each item costs a good part of a millisecond where its values are expressions. */
const ITEMS_A_TURN = 50;

/** Called for each item of a long list: gives n8n's other work its turn now and then. Reading all at once would stop it for seconds. */
export async function letOthersRun(item: number): Promise<void> {
	if ((item + 1) % ITEMS_A_TURN === 0) await sleep(0);
}
