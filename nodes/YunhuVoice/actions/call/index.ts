import { resourceOf } from '../operation';
import { playVoice } from './playVoice';
import { resumeWaiting } from './resumeWaiting';

/** The resource Call. */
export const call = resourceOf({ name: 'Call', value: 'call' }, playVoice, [
	playVoice,
	resumeWaiting,
]);
