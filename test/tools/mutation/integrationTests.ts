/**
 * The integration tests, and the unit tests of the same files. Leaves out tests that take long: `neverTwice`
 * and `onceEach` play thousands of calls, `outputs` reads all types, `twoProcesses` loads everything in each test, and
 * some of campaigns wait. `requestedAt` has a clock of its own.
 */
import { load, testsIn } from './bundle';

const LEFT_OUT =
	'campaign.*(advice|lost|proof)|neverTwice|onceEach|outputs|requestedAt|twoProcesses';
const SLOW =
	'callRecord|checkIfPlaced|directory|list|passwords|recording|recordTrigger|rehearse|service|session|waiting';

load(
	testsIn('unit/actions', /^(calls|parameters|texts)\./),
	testsIn('unit/api', /^(http|session)\./),
	testsIn('integration', new RegExp(`^(?!(${LEFT_OUT}|${SLOW})\\.)`)),
	// A mutant dies sooner if the short ones come first.
	testsIn('integration', new RegExp(`^(${SLOW})\\.`)),
);
