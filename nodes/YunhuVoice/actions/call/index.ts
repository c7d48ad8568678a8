import { resourceOf } from '../operation';
import { callFromExtension } from './callFromExtension';
import { checkIfPlaced } from './checkIfPlaced';
import { connectTwoPhones } from './connectTwoPhones';
import { hangUp } from './hangUp';
import { playVoice } from './playVoice';
import { resumeWaiting } from './resumeWaiting';

/** The resource Call. */
export const call = resourceOf({ name: 'Call', value: 'call' }, playVoice, [
	callFromExtension,
	checkIfPlaced,
	connectTwoPhones,
	hangUp,
	playVoice,
	resumeWaiting,
]);
