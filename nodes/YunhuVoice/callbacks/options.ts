import { asText } from '../shared/fields';
import {
	type Collection,
	FAILED,
	fieldsOf,
	firstProblem,
	holdsNone,
	type Reading,
	readNumber,
	switchReader,
} from '../shared/readings';
import { type Failure, inputFailure } from '../shared/result';
import { type AddressRange, parseAddresses } from './addresses';
import { options as description } from './descriptions/options';

/** The trigger's "Options", as they count. */
export interface Options {
	acknowledgement: string;
	/** Ranges of senders; `undefined` if everybody may send, an empty list if nobody may. */
	allowedIps: AddressRange[] | undefined;
	dropDuplicates: boolean;
	rememberHours: number;
	rememberAcrossRestarts: boolean;
	separateOutputs: boolean;
}

const fieldOf = fieldsOf(description);

/** The provider does not document which answer it wants; systems in production give this one. */
const DEFAULT_ACKNOWLEDGEMENT = '1';

const ADVICE =
	'Write addresses like 203.0.113.7 and ranges like 203.0.113.0/24, separated by commas.';

/** Refuses every callback if it cannot be read, since it protects the address. */
function allowedIps(written: Collection): Reading<AddressRange[] | undefined> {
	if (!('allowedIps' in written)) return { value: undefined };
	const list = written.allowedIps;
	const { displayName } = fieldOf('allowedIps');
	if (typeof list === 'string' && list.trim() === '') {
		const advice = `${ADVICE} To accept callbacks from any address, remove the option, or clear its field and expression.`;
		return {
			value: [],
			problem: inputFailure(`The expression in ${displayName} returns nothing`, advice),
		};
	}
	const ranges = typeof list === 'string' ? parseAddresses(list) : undefined;
	if (ranges?.ok) return { value: ranges.value };
	const entry = ranges ? ranges.failure : String(list);
	return { value: [], problem: holdsNone(displayName, entry, 'address', ADVICE) };
}

function acknowledgement(written: Collection): Reading<string> {
	const text = asText(written.acknowledgement ?? DEFAULT_ACKNOWLEDGEMENT);
	return { value: text === FAILED ? DEFAULT_ACKNOWLEDGEMENT : text };
}

const isOn = (name: string, otherwise: boolean) => switchReader(fieldOf(name), otherwise);

const rememberHours = (written: Collection): Reading<number> =>
	'rememberHours' in written
		? readNumber(written.rememberHours, fieldOf('rememberHours'), 24, { above: 0 })
		: { value: 24 };

const read: { [Name in keyof Options]: (written: Collection) => Reading<Options[Name]> } = {
	allowedIps,
	acknowledgement,
	// Dropping a duplicate loses nothing.
	dropDuplicates: isOn('dropDuplicates', true),
	rememberHours,
	rememberAcrossRestarts: isOn('rememberAcrossRestarts', false),
	separateOutputs: isOn('separateOutputs', false),
};

export const readOptions = (written: Collection): Options => ({
	acknowledgement: read.acknowledgement(written).value,
	allowedIps: read.allowedIps(written).value,
	dropDuplicates: read.dropDuplicates(written).value,
	rememberHours: read.rememberHours(written).value,
	rememberAcrossRestarts: read.rememberAcrossRestarts(written).value,
	separateOutputs: read.separateOutputs(written).value,
});

/** Names the first option that cannot be read. */
export const checkOptions = (written: Collection): Failure | undefined =>
	firstProblem(written, read, fieldOf);
