import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { checkTimeZone } from '../api/account';
import { checkFilters, type Filters } from '../events/filter';
import type { CallbackEvent } from '../events/types';
import { type Collection, FAILED } from '../shared/readings';
import { type Failure, inputFailure, type Result, succeed } from '../shared/result';
import { collectionOf, parameterOf, simplifies } from '../shared/settings';
import { credentialOf } from './credential';
import { options } from './descriptions/options';
import { filters } from './descriptions/properties';
import { readEvents } from './events';
import { checkOptions, type Options, readOptions } from './options';

/*
 * The trigger's settings: read for each callback, checked when the workflow is published.
 */

type Context = IHookFunctions | IWebhookFunctions;

/**
 * The options. Allowed IP Addresses that are blank in the form mean no restriction, as for every field of n8n. If an expression
 * returns nothing, addresses were intended, and every callback is refused.
 */
function optionsOf(context: Context): Result<Collection> {
	const written = collectionOf(context, options);
	if (!written.ok) return written;
	const { allowedIps } = (context.getNode().parameters.options ?? {}) as Collection;
	const isLeftBlank = typeof allowedIps === 'string' && allowedIps.trim() === '';
	if (!isLeftBlank) return written;
	return succeed(
		Object.fromEntries(Object.entries(written.value).filter(([name]) => name !== 'allowedIps')),
	);
}

/** The options for one callback. Where nobody can tell whether they hold addresses, nobody may send. */
function effectiveOptions(context: Context): Options {
	const written = optionsOf(context);
	return readOptions(written.ok ? written.value : { allowedIps: FAILED });
}

/** The filters for one callback. Where they cannot be read, every callback passes: a dropped one is lost. */
function effectiveFilters(context: Context): Filters {
	const written = collectionOf(context, filters);
	return written.ok ? written.value : {};
}

/** What is wrong with a collection as a whole, or else with one of its fields. */
const problemOf = (
	written: Result<Collection>,
	check: (written: Collection) => Failure | undefined,
): Failure | undefined => (written.ok ? check(written.value) : written.failure);

/** Whether the secret is required: always, unless the value is exactly `none`. */
const usesSecret = (context: Context): boolean => parameterOf(context, 'authentication') !== 'none';

/** The effective settings for one callback. Each is read when it is needed, since n8n evaluates expressions every time. */
export const settings = {
	options: effectiveOptions,
	usesSecret,
	wantsEvent: (context: Context, event: CallbackEvent): boolean =>
		readEvents(parameterOf(context, 'events')).value.has(event),
	/** As the node's outputs are determined: see `descriptions/outputs.ts`. */
	hasCampaignOutput: (context: Context): boolean =>
		JSON.stringify(parameterOf(context, 'events') ?? '').includes('campaignStatus'),
	filters: effectiveFilters,
	simplifies: (context: Context): boolean => simplifies(context).value,
};

/** Finds settings that cannot be read, or with which no callback could be taken. */
export async function checkSettings(context: IHookFunctions): Promise<Failure | undefined> {
	const credential = await credentialOf(context);
	if (!credential) {
		return inputFailure(
			'The credential cannot be read',
			'If the credential was deleted, select another one. If n8n’s encryption key changed, restore the key, or enter all fields of the credential again and save.',
		);
	}
	if (usesSecret(context) && credential.callbackSecret === '') {
		return inputFailure(
			'The credential has no Callback Secret',
			'Open the credential, fill in Callback Secret, save it, and publish the workflow again. Or set Authentication to None.',
		);
	}
	return (
		readEvents(parameterOf(context, 'events')).problem ??
		simplifies(context).problem ??
		problemOf(optionsOf(context), checkOptions) ??
		problemOf(collectionOf(context, filters), checkFilters) ??
		checkTimeZone(credential)
	);
}
