import {
	withoutInvisible,
	withoutInvisibleAround,
} from '../../../nodes/YunhuVoice/shared/invisible';

const ZERO_WIDTH = '\u200b';
const MARK = '\ufeff';

it.each([
	['', '', ''],
	['a', 'a', 'a'],
	[' ', '', ''],
	[`${MARK} ${ZERO_WIDTH}`, '', ''],
	[`${MARK} a${ZERO_WIDTH} b ${ZERO_WIDTH}\n`, 'a b', `a${ZERO_WIDTH} b`],
	[`${ZERO_WIDTH}👍🏽`, '👍🏽', '👍🏽'],
	[`x ${MARK}`, 'x', 'x'],
])('%j is %j without what is invisible, %j without what surrounds it', (text, inside, around) => {
	expect(withoutInvisible(text)).toBe(inside);
	expect(withoutInvisibleAround(text)).toBe(around);
});
