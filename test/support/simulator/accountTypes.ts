/** What the simulated account holds: all of it is live, a test may change it at any time. */

/** services.md 4: an extension group. */
export interface Group {
	id: number;
	name: string;
	enabled: boolean;
	members: GroupMember[];
}

export interface GroupMember {
	extnumber: string;
	/** As EditExtnumber sets it; a call does not change it. */
	state: 'idle' | 'busy';
	priority: number;
}

/** services.md 5d. */
export interface Extension {
	extnumber: string;
	/** The SIP password: GetSipnumberInfo sends it. */
	password: string;
	enabled: boolean;
	/** Whether its phone is registered. */
	registered: boolean;
	/** '' for none. GetSipnumberInfo then leaves the key out, as the newer answers do. */
	disnumber: string;
}

/** services.md 5e. */
export interface CallerId {
	disnumber: string;
	enabled: boolean;
	/** Whether predictive calls may show it. */
	predictive: boolean;
}

/** services.md 1: a call record as GetBill sends it. Other keys than in the callback: it is `displaynumber` here. */
export interface Bill {
	/** The same number as in the callback of the call. */
	id: number;
	/** '' if no extension took part. */
	extnumber: string;
	destnumber: string;
	displaynumber: string;
	/** In UTC+8, as all times. */
	starttime: string;
	/** Unset: null, '' or 1970 (option `unsetBillTimes`). */
	answertime: string | null;
	endtime: string | null;
	duration: number;
	billsec: number;
	direction: 'callin' | 'callout';
	callmethod: number;
	userid: string;
	memberid: string;
	chengshudu: string;
	customuuid: string;
	recordfilename: string;
	downloadip: string;
	hangupdirection: number;
	hangupcause: number;
}

/** services.md 6: 0 not started, 1 running, 2 paused, 3 ended. */
export type CampaignStatus = 0 | 1 | 2 | 3;

export interface Campaign {
	taskid: string;
	/** '' if none was sent. Need not be the only one of its kind. */
	customtaskid: string;
	taskname: string;
	/** 1 extension, 3 extension group. */
	assigntype: 1 | 3;
	/** Names of groups, or extensions; several with commas. */
	assignagent: string;
	taskscale: string;
	/** Calls under way at once, at most. */
	concurrent: number;
	disnumber: string;
	/** '' for none; counted in simulated time from the start. */
	scheduledtime: string;
	/** When it ends with `endtype` 'timeout'; '' for never. */
	pausedtime: string;
	status: CampaignStatus;
	createtime: string;
	/** '' until it is started. */
	starttime: string;
	/** The calling round, from 1; taskCall begins the next one. */
	round: number;
	numbers: CampaignNumber[];
}

export interface CampaignNumber {
	phone: string;
	/** Seconds since the epoch after which it is not called; undefined: no limit. */
	time: number | undefined;
	userid: string;
	memberid: string;
	/** The same as `ext` in the request. */
	chengshudu: string;
	customuuid: string;
	called: boolean;
	/** null until called. */
	answered: 0 | 1 | null;
	/** 'caller': the agent missed it, 'callee': the customer did. */
	answertype: 'caller' | 'callee' | 'connected' | null;
	/** The agent who took or missed the call. */
	extnumber: string | null;
}
