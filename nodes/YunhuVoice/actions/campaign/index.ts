import { resourceOf } from '../operation';
import { addNumbers } from './addNumbers';
import { create } from './create';
import { getAll } from './getAll';
import { getNumbers } from './getNumbers';
import { redial } from './redial';
import { removeNumbers } from './removeNumbers';
import { end, pause, start } from './setState';

/** The resource Campaign. */
export const campaign = resourceOf({ name: 'Campaign', value: 'campaign' }, create, [
	addNumbers,
	create,
	end,
	getAll,
	getNumbers,
	pause,
	redial,
	removeNumbers,
	start,
]);
