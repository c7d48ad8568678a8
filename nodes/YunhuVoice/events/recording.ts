/** Where the recording of a call is. */
export interface Recording {
	/**
	 * What **Get Recording File** and **Download** need
	 * @provider `recordfilename`
	 */
	fileName: string | null;
	/**
	 * The server that keeps the recording
	 * @provider `downloadip`
	 */
	downloadIp: string | null;
	/**
	 * An address of the recording, sent by newer platforms
	 * @provider `recordurl`
	 */
	url: string | null;
}
