/** The interface for tests: options, the record of what happened, and faults. */

import type { Bill, CallerId, Campaign, Extension, Group } from './accountTypes';
import type { Outcome } from './outcomes';

export type * from './accountTypes';

export interface SimulatorOptions {
	/** 0 (default) selects a free port. */
	port?: number | undefined;
	appId?: string;
	accessKey?: string;
	companyCode?: string;
	/** The provider keeps these per account, not per call (common-api, the two callback sections). */
	callbackUrls?: CallbackUrls;
	callbackHeaders?: Record<string, string>;
	/** Number of retries of a failed callback. Default 0: the provider documents none. */
	callbackRetries?: number;
	/** Timeout for the response to a callback; default 10 seconds. */
	callbackTimeoutMs?: number;
	/** Sends every callback twice, as a provider with at-least-once delivery may. */
	duplicateCallbacks?: boolean;
	/** Delay before each API response. The effect (the call) comes first, as when a response is lost. */
	latencyMs?: number;
	/** Real seconds per simulated second of a call; default 0.01. */
	timeScale?: number;
	/** Default 12 hours (common-api, "authorization token"). Also applies to tokens already issued. */
	tokenLifeSeconds?: number;
	/** Default 5 minutes, as in the sample of the download link. Applies to links issued later. */
	linkLifeSeconds?: number;
	/** Simulated seconds after hang-up during which the recording is still unknown; default 0. */
	recordingDelaySeconds?: number;
	/** Maximum length of `customuuid`, which is cut off there; default: no maximum. */
	customDataLength?: number;
	/** A login invalidates all earlier tokens (undocumented, so either way must work). */
	singleSession?: boolean;
	/** A login returns the token that is still valid, until it is logged out. */
	sameTokenUntilLogout?: boolean;
	/** Modules the account has no licence for, such as 'Sip_Yccall': their services answer `ret` 603. Default: none. */
	unlicensed?: string[];
	/** Login's `authmodel`, joined by commas. Says nothing about `unlicensed`. Default: none, as in the sample. */
	licences?: string[];
	/**
	 * Login's `authtime`: when the authorization ends (services.md 0), 'yyyy-mm-dd hh:mm:ss' in UTC+8. Default: in a year.
	 * Once it is over, Login answers `ret` 602.
	 */
	authorizedUntil?: string;
	/** How a voice menu ends; default: by the last two digits of the number. */
	outcomeOf?: (destinationNumber: string) => Outcome;
	/**
	 * The share of callbacks, 0 (default) to 1, that are neither delivered nor recorded: 1 is a wrong address in the
	 * provider's console. The same ones each time. Or a function that chooses the calls, by `customuuid`.
	 */
	callbacksLost?: number | ((customuuid: string) => boolean);
	/** Simulated seconds after the end of a call until GetBill shows it; default 0. Rows of addBill() show at once. */
	billDelaySeconds?: number;
	/** How a bill tells that a call was not answered; default null, as in the sample. For bills written from now on. */
	unsetBillTimes?: 'null' | 'empty' | '1970';
	/** How GetBill answers if nothing matches: `bills` is [], `bills` is null, or there is no `result`. Default 'list'. */
	emptyBills?: 'list' | 'null' | 'absent';
	/** Whether TaskList's rows carry `customtaskid`, which no page shows (services.md 6c); default true. */
	customTaskIdInList?: boolean;
	/** Whether the lists of campaigns and of their numbers give texts that look like numbers as JSON numbers, as PHP can; default false. */
	numericTextsAsNumbers?: boolean;
	/** Sends JSON responses with content-type text/html, as PHP does; default true. */
	htmlContentType?: boolean;
	/** Receives one line per request and callback, with secrets masked. */
	log?: (line: string) => void;
}

export interface CallbackUrls {
	extensionStatus?: string | undefined;
	callRecord?: string | undefined;
	/** services.md 2c: tells that a campaign has ended. */
	campaignStatus?: string | undefined;
}

/** Every setting except the port may change while the simulator runs. */
export type SimulatorSettings = Required<Omit<SimulatorOptions, 'port' | 'log'>> &
	Pick<SimulatorOptions, 'log'>;

export interface RequestRecord {
	/** As sent; '' if missing. */
	service: string;
	/** As sent, including secrets. For a field sent twice, the last value. */
	fields: Record<string, string>;
	contentType: string;
	at: Date;
	/**
	 * `code` is set if `data.status` is 1. With a fault that comes after the effect, `ret` is the result of the service.
	 * With any other fault that is not a JSON response, it is absent.
	 */
	answeredWith: { ret?: number; code?: string; msg?: string; fault?: FaultKind };
}

export interface DialRecord {
	/** The customer's number, also if an extension or a phone rings first. */
	destinationNumber: string;
	customuuid: string;
	/** The `uuid` in the call's callbacks. */
	callId: string;
	at: Date;
	/** When it was hung up. */
	endedAt?: Date;
}

export type CallbackKind = 'extensionStatus' | 'callRecord' | 'campaignStatus';

export interface CallbackRecord {
	kind: CallbackKind;
	/** '' for a campaign's status, as `customuuid`. */
	callId: string;
	customuuid: string;
	body: Record<string, string | number>;
	/** 1 for the first delivery, 2 for the first retry ... */
	attempt: number;
	/** HTTP status and text of the receiver's response; absent if there was none. */
	status?: number;
	answer?: string;
	error?: string;
}

/** A kind of response. The request has an effect only where the description says so. */
export type FaultKind =
	/** An interface error: `ret` is not 200, `data` is `[]`. */
	| { ret: number; msg?: string }
	/** An operation error: `ret` 200, `data.status` 1, `errors.code` as a string. */
	| { code: number | string; desc?: string; codemsg?: string }
	/** A plain HTTP response, as from a proxy. */
	| { http: number; body?: string; contentType?: string; headers?: Record<string, string> }
	/** Any text or bytes with HTTP 200: nothing, an HTML page, truncated JSON ... */
	| { raw: string | Uint8Array; contentType?: string }
	/** Valid JSON of about this many bytes. */
	| { bytes: number }
	/** The connection breaks, before or after the effect (after: the call was dialled). */
	| { reset: 'before' | 'after' }
	/** This HTTP status, after the effect. */
	| { httpAfter: number }
	/** The effect at once; then a response that never ends, one byte every `dripMs` milliseconds. */
	| { dripMs: number }
	/** No response. With 'after', the effect has happened. */
	| { stall: true | 'after' }
	| { redirect: string; status?: number }
	/** The effect at once, the regular response this much later. */
	| { delayMs: number }
	/** The effect at once, the regular response once the promise resolves. */
	| { until: Promise<void> };

export interface Fault {
	/** Full name or last part ('PlayVoice'); default: every service. */
	service?: string;
	/** The number to call; default: any. */
	destnumber?: string;
	/** Number of matching requests, from now on, that pass first: 3 hits the fourth. Default 0. */
	after?: number;
	/** Number of requests it hits; default 1, Infinity allowed. */
	times?: number;
	fault: FaultKind;
}

export interface RecordingOptions {
	/** Length of the tone; default 1. */
	seconds?: number;
	/** Size of the file, in place of `seconds` (at least the 44 bytes of the header). */
	bytes?: number;
	/** Content of the file, instead of a tone. */
	content?: string;
	/** Stalls after the first bytes. */
	stalls?: boolean;
	/** Sends the first bytes slowly: one every `dripMs` milliseconds. */
	dripMs?: number;
	/** Number of downloads that are empty, as while the file is being written. */
	emptyFirst?: number;
	/** Number of downloads that get 429 with this `Retry-After`, as from a busy server. */
	busy?: { times: number; retryAfter: string };
	/** Default audio/wav; null omits the header. */
	contentType?: string | null;
	/** Delay before the first byte. */
	delayMs?: number;
	/** Omits content-length. */
	chunked?: boolean;
	/** Number of downloads that are refused (403) as if the link had expired. */
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
	/** The single URL of all services. */
	readonly url: string;
	readonly origin: string;
	readonly appId: string;
	readonly accessKey: string;
	/** Live: a change applies from the next use. */
	readonly options: SimulatorSettings;
	/** Every API request, in order. */
	readonly requests: RequestRecord[];
	/** Every call actually dialled: proves that nothing dials twice. */
	readonly dials: DialRecord[];
	/** Every callback delivery that has ended, in order. */
	readonly callbacks: CallbackRecord[];
	/** The maximum number of API requests in flight. */
	readonly maxInFlight: number;
	/** The maximum number of calls alive at once, from dialling to hang-up. */
	readonly maxCallsAlive: number;
	/** Returns the number of requests to a service, by full name or last part. */
	count(service: string): number;
	/**
	 * Live, as all that the account holds. One group, extGroup-1, with the extensions 0001 and 0003 (behind the company
	 * code), both idle. Names are unique.
	 */
	readonly groups: Group[];
	/** Live. Four: 0001 and 0003 can take calls, 0002 is not registered, 0004 is disabled. Passwords: sip-secret-1 to 4. */
	readonly extensions: Extension[];
	/** Live. Three: the second is not for predictive calls, the third is disabled. */
	readonly callerIds: CallerId[];
	/** Live: the call records that GetBill lists, one for each call that has ended. */
	readonly bills: Bill[];
	/** Live. Change a campaign's status through its services: a running one is a program of its own. */
	readonly campaigns: Campaign[];
	/** Adds a call record, by default an answered call of a minute ago. Without an `id` it gets the next one. */
	addBill(bill?: Partial<Bill>): Bill;
	/** Queues a fault. A request takes the first one that matches. */
	answerNext(fault: Fault): void;
	/** Invalidates all tokens issued so far (ret 600). */
	revokeTokens(): void;
	/** Acts like a new extension: the services of Sip_Call respond with code 1010 to every token issued so far. */
	addExtension(): void;
	/** Starts a call without an API request. Returns the call id. */
	placeCall(call: PlaceCallOptions): string;
	/** Makes a file known to GetRecodeFile. The same name replaces it. */
	addRecording(name: string, options?: RecordingOptions): void;
	/** Makes download links respond with 302 to this URL; without a URL, they serve files again. */
	redirectRecordingsTo(url?: string): void;
	/**
	 * Resolves when no call and no campaign is in progress and every callback has been delivered or has failed. A running
	 * campaign without a free agent is in progress.
	 */
	settled(): Promise<void>;
	/**
	 * Forgets requests, dials and callbacks; ends calls in progress without a record and pauses campaigns. Keeps faults,
	 * tokens, bills and the account.
	 */
	forget(): void;
	/**
	 * Forgets requests, dials, callbacks, faults, tokens, bills and campaigns; ends calls in progress; the account is again
	 * as at the start. Keeps settings and recordings.
	 */
	reset(): void;
	close(): Promise<void>;
}
