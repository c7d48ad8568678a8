import { resourceOf } from '../operation';
import { download } from './download';
import { getRecodeFile } from './getRecodeFile';

/** The resource Recording. */
export const recording = resourceOf({ name: 'Recording', value: 'recording' }, getRecodeFile, [
	download,
	getRecodeFile,
]);
