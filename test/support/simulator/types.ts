/** What a test programs against: options, the log of what happened, and faults. */

export interface SimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number | undefined;
	appId?: string;
	accessKey?: string;
	companyCode?: string;
	/** The provider keeps these per account, not per call (common-api, the two callback sections). */
	callbackUrls?: CallbackUrls;
	callbackHeaders?: Record<string, string>;
	/** How often a failed callback is sent again; the provider documents no retries: default 0. */
	callbackRetries?: number;
	/** How long an answer to a callback is waited for; default 10 seconds. */
	callbackTimeoutMs?: number;
	/** Sends every callback twice, as a provider with at-least-once delivery may. */
	duplicateCallbacks?: boolean;
	/** Wait before each API answer. The effect (the call) comes first, as with a lost answer. */
	latencyMs?: number;
	/** Real seconds per simulated second of a call; default 0.01. */
	timeScale?: number;
	/** Default 12 hours (common-api, "authorization token"). Also ends tokens already handed out. */
	tokenLifeSeconds?: number;
	/** Default 5 minutes, as in the sample of the download link. Counts for links handed out later. */
	linkLifeSeconds?: number;
	/** Simulated seconds after hang-up in which the recording is still unknown; default 0. */
	recordingDelaySeconds?: number;
	/** So many characters of `customuuid` are kept, the rest is cut off; default all of them. */
	customDataLength?: number;
	/** A login ends all earlier tokens (undocumented, so either way must work). */
	singleSession?: boolean;
	/** A login hands out the token that is still valid, until that one is logged out. */
	sameTokenUntilLogout?: boolean;
	/** JSON answers with content-type text/html, as PHP does; default true. */
	htmlContentType?: boolean;
	/** Gets one line per request and callback, secrets masked. */
	log?: (line: string) => void;
}

export interface CallbackUrls {
	extensionStatus?: string | undefined;
	callRecord?: string | undefined;
}

/** Every setting but the port may be changed while the simulator runs. */
export type SimulatorSettings = Required<Omit<SimulatorOptions, 'port' | 'log'>> &
	Pick<SimulatorOptions, 'log'>;

export interface RequestRecord {
	/** As sent; '' when there was none. */
	service: string;
	/** As sent, secrets included; of a field sent twice, the last. */
	fields: Record<string, string>;
	contentType: string;
	at: Date;
	/**
	 * `code` is there when `data.status` is 1. With a fault that comes after the effect, `ret` is
	 * what the service came to; with any other fault that is no JSON answer, it is absent.
	 */
	answeredWith: { ret?: number; code?: string; msg?: string; fault?: FaultKind };
}

export interface DialRecord {
	destinationNumber: string;
	customuuid: string;
	/** The `uuid` of the call's callbacks. */
	callId: string;
	at: Date;
}

export type CallbackKind = 'extensionStatus' | 'callRecord';

export interface CallbackRecord {
	kind: CallbackKind;
	callId: string;
	customuuid: string;
	body: Record<string, string | number>;
	/** 1 for the first delivery, 2 for the first retry ... */
	attempt: number;
	/** HTTP status and text of the receiver's answer; absent when there was none. */
	status?: number;
	answer?: string;
	error?: string;
}

/** One way of answering. Unless it says "after", the request has no effect. */
export type FaultKind =
	/** An error of the interface: `ret` is not 200, `data` is `[]`. */
	| { ret: number; msg?: string }
	/** An error of the operation: `ret` 200, `data.status` 1, `errors.code` as a string. */
	| { code: number | string; desc?: string; codemsg?: string }
	/** A plain HTTP answer, as of a proxy. */
	| { http: number; body?: string; contentType?: string; headers?: Record<string, string> }
	/** Any text or bytes with HTTP 200: nothing, an HTML page, cut-off JSON ... */
	| { raw: string | Uint8Array; contentType?: string }
	/** Valid JSON of about that many bytes. */
	| { bytes: number }
	/** The connection breaks, before or after the effect (after: the call was dialled). */
	| { reset: 'before' | 'after' }
	/** That HTTP status, after the effect. */
	| { httpAfter: number }
	/** The regular effect at once; then a byte of an answer that never ends, each so many milliseconds. */
	| { dripMs: number }
	/** Never answers; with 'after' the effect has happened. */
	| { stall: true | 'after' }
	| { redirect: string; status?: number }
	/** The regular effect at once, the regular answer so much later. */
	| { delayMs: number }
	/** The regular effect at once, the regular answer when the promise is kept. */
	| { until: Promise<void> };

export interface Fault {
	/** Full name or last part ('PlayVoice'); default: every service. */
	service?: string;
	/** So many matching requests, counted from now, go by first: 3 hits the fourth. Default 0. */
	after?: number;
	/** How many requests it hits; default 1, Infinity allowed. */
	times?: number;
	fault: FaultKind;
}

export interface RecordingOptions {
	/** Length of the tone; default 1. */
	seconds?: number;
	/** Size of the file instead (at least the 44 bytes of the header). */
	bytes?: number;
	/** What the file holds instead. */
	content?: string;
	/** Falls silent after its first bytes. */
	stalls?: boolean;
	/** Sends its first bytes so slowly: one each so many milliseconds. */
	dripMs?: number;
	/** So many downloads are empty: the file is being written. */
	emptyFirst?: number;
	/** The server is busy: so many downloads get 429, with this `Retry-After`. */
	busy?: { times: number; retryAfter: string };
	/** Default audio/wav; null leaves the header out. */
	contentType?: string | null;
	/** Wait before the first byte. */
	delayMs?: number;
	/** No content-length. */
	chunked?: boolean;
	/** So many downloads are refused (403) as if the link had expired. */
	refusals?: number;
}

export interface PlaceCallOptions {
	destnumber: string;
	userid?: string;
	chengshudu?: string;
	disnumber?: string;
	customuuid?: string;
}

export interface Simulator {
	/** The one URL of every service. */
	readonly url: string;
	readonly origin: string;
	readonly appId: string;
	readonly accessKey: string;
	/** Live: changes count from the next use on. */
	readonly options: SimulatorSettings;
	/** Every API request, in order. */
	readonly requests: RequestRecord[];
	/** Every call really dialled: the proof that nothing dials twice. */
	readonly dials: DialRecord[];
	/** Every callback delivery that ended, in order. */
	readonly callbacks: CallbackRecord[];
	/** The greatest number of API requests that were under way at once. */
	readonly mostUnderWay: number;
	/** Requests of a service, by full name or last part. */
	count(service: string): number;
	/** Faults queue up; a request takes the first one that fits. */
	answerNext(fault: Fault): void;
	/** All tokens handed out so far give ret 600. */
	revokeTokens(): void;
	/** As after a new extension: PlayVoice gives code 1010 with every token handed out so far. */
	addExtension(): void;
	/** Starts a call's life without an API request; gives the call's id. */
	placeCall(call: PlaceCallOptions): string;
	/** Makes a file known to GetRecodeFile; the same name again replaces it. */
	addRecording(name: string, options?: RecordingOptions): void;
	/** Download links answer 302 to this URL; without a URL they serve files again. */
	redirectRecordingsTo(url?: string): void;
	/** Resolves when no call is under way and every callback was delivered or failed. */
	settled(): Promise<void>;
	/** Forgets requests, dials, callbacks; ends calls under way. Keeps faults and tokens, too. */
	forget(): void;
	/** Forgets requests, dials, callbacks, faults, tokens; ends calls under way. Keeps settings and recordings. */
	reset(): void;
	close(): Promise<void>;
}
