/** The settings that a simulator starts with. */

import { DateTime } from 'luxon';
import { stamp } from './clock';
import { outcomeOf } from './outcomes';
import type { SimulatorOptions, SimulatorSettings } from './types';

const defaults = (): SimulatorSettings => ({
	appId: 'demo-app',
	accessKey: 'demo-access-key',
	companyCode: '2028',
	callbackUrls: {},
	callbackHeaders: {},
	callbackRetries: 0,
	// A receiver that never responds must not hold up settled() forever.
	callbackTimeoutMs: 10_000,
	callbacksLost: 0,
	outcomeOf,
	customDataLength: Infinity,
	duplicateCallbacks: false,
	latencyMs: 0,
	timeScale: 0.01,
	tokenLifeSeconds: 12 * 60 * 60,
	linkLifeSeconds: 5 * 60,
	recordingDelaySeconds: 0,
	billDelaySeconds: 0,
	unsetBillTimes: 'null',
	emptyBills: 'list',
	customTaskIdInList: true,
	numericTextsAsNumbers: false,
	unlicensed: [],
	licences: [],
	authorizedUntil: stamp(DateTime.now().plus({ years: 1 }).toMillis()),
	singleSession: false,
	sameTokenUntilLogout: false,
	htmlContentType: true,
});

/** A copy of what was given, so that a later change of it has no effect. */
export function settingsOf(given: Omit<SimulatorOptions, 'port'>): SimulatorSettings {
	return {
		...defaults(),
		...given,
		callbackUrls: { ...given.callbackUrls },
		callbackHeaders: { ...given.callbackHeaders },
		unlicensed: [...(given.unlicensed ?? [])],
		licences: [...(given.licences ?? [])],
	};
}
