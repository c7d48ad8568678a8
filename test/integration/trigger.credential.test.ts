import { setClock } from '../support/contexts/clock';
import { type ListeningTrigger, listenWith } from '../support/contexts/trigger';
import { times } from '../support/lists';

const OLD = 'the-old-secret';
const NEW = 'the-new-secret';

let trigger: ListeningTrigger;
let count = 0;

beforeEach(async () => {
	setClock('2026-11-26T10:00:00');
	trigger = await listenWith({ authentication: 'secret' }, { callbackSecret: OLD });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await trigger.close();
});

/** A callback that no other equals. Returns the status of the answer. */
async function post(secret: string): Promise<number> {
	const body = JSON.stringify({ id: (count += 1), uuid: 'ca11', billsec: 10, duration: 13 });
	const { status } = await trigger.post(body, { headers: { 'x-callback-secret': secret } });
	return status;
}

const change = (values: object): void => {
	trigger.credentials.stored = { ...trigger.credentials.stored, ...values };
};

it('is read once for the callbacks of five seconds, also for those that come at once', async () => {
	expect(await Promise.all(times(10, async () => await post(OLD)))).toEqual(times(10, () => 200));
	setClock('2026-11-26T10:00:04.500');
	await post(OLD);
	expect(trigger.credentialReads).toBe(1);
	setClock('2026-11-26T10:00:05.500');
	await post(OLD);
	await post(OLD);
	expect(trigger.credentialReads).toBe(2);
	expect(trigger.executions).toHaveLength(13);
});

it('counts five seconds after a change at the latest', async () => {
	await post(OLD);
	change({ callbackSecret: NEW });
	setClock('2026-11-26T10:00:05.500');
	expect([await post(OLD), await post(NEW)]).toEqual([401, 200]);
});

it('is not kept longer when the clock is set back', async () => {
	await post(OLD);
	change({ callbackSecret: NEW });
	setClock('2026-11-26T09:00:00');
	expect([await post(OLD), await post(NEW)]).toEqual([401, 200]);
});

it('is not kept if it cannot be read', async () => {
	trigger.surroundings = { credentialFails: new Error('Credential with ID "1" does not exist.') };
	expect(await Promise.all([post(OLD), post(OLD)])).toEqual([500, 500]);
	trigger.surroundings = {};
	expect(await post(OLD)).toBe(200);
});

it('counts at once at the Test URL', async () => {
	trigger.surroundings = { mode: 'manual' };
	await post(OLD);
	change({ callbackSecret: NEW });
	expect([await post(OLD), await post(NEW)]).toEqual([401, 200]);
});

it('counts at once in another trigger', async () => {
	await post(OLD);
	const first = trigger;
	trigger = await listenWith({ authentication: 'secret' }, { callbackSecret: NEW });
	expect([await post(OLD), await post(NEW)]).toEqual([401, 200]);
	await first.close();
});
