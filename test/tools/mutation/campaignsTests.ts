/** The tests of campaigns. Nothing waits: the looks for what became of a lost request are a minute apart. */
import { load, testsIn } from './bundle';

jest.mock('../../../nodes/YunhuVoice/shared/sleep', () => ({ sleepUntil: async () => undefined }));

load(
	testsIn('unit/actions', /^(campaignRows|found)\./),
	testsIn('integration', /campaign(?!\.lost)/),
	// A mutant dies sooner if the short ones come first.
	testsIn('integration', /^(counts|rehearse|campaign\.lost)\./),
);
