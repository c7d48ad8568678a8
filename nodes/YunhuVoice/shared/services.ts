/*
 * The known services that have no operation that places calls, with their form fields. Fields that can be left out have a question
 * mark. "Not documented": no page describes them, only clients use them.
 */

interface Service {
	/** The full name, in the spelling to send. */
	name: string;
	/** What it does, for the list in the editor. */
	title: string;
	/** Form fields without `service` and `token`. */
	fields: string;
	/** Whether it only reads data. */
	isLookUp?: true;
}

export const SERVICES: readonly Service[] = [
	{
		name: 'App.Sip_Cdr.GetBill',
		title: 'List call records, with syncflag 3 without marking them',
		fields:
			'starttime, endtime, syncflag, direction?, callmethod?, currentpage?, itemsperpage?, extnumber?, destnumber?, userid?, memberid?, customuuid?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Cdr.GetRecodeFile',
		title: 'Get a recording’s link',
		fields: 'filename',
		isLookUp: true,
	},
	{ name: 'App.Sip_Call.HangupCall', title: 'Hang up', fields: 'extnumber' },
	{
		name: 'App.Sip_Call.SpyCall',
		title: 'Listen to a call, not documented',
		fields: 'extnumber, destnumber, monitortype',
	},
	{
		name: 'App.Sip_Call.ForceCall',
		title: 'Join or cut off a call, not documented',
		fields: 'extnumber, destnumber, forcetype',
	},
	{
		name: 'App.Sip_Call.TransferCall',
		title: 'Transfer a call, not documented',
		fields: 'anumber, destnumber, transfertype',
	},
	{
		name: 'App.Sip_Extgroup.GetExtgroupInfo',
		title: 'List extension groups',
		fields: 'name?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Extgroup.GetGroupExt',
		title: 'List the members of a group',
		fields: 'name, extnumber?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Extgroup.GetAllExtGroup',
		title: 'List the groups of an extension',
		fields: 'extnumber?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Extgroup.GetExtGroupState',
		title: 'Count the free agents of a group',
		fields: 'name?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Extgroup.EditExtnumber',
		title: 'Set a member idle or busy',
		fields: 'name, extnumber, state',
	},
	{ name: 'App.Sip_Extgroup.AddExtnumber', title: 'Add a member', fields: 'name, extnumber' },
	{
		name: 'App.Sip_Extgroup.DelExtnumber',
		title: 'Remove a member, not documented',
		fields: 'name, extnumber',
	},
	{ name: 'App.Sip_Extgroup.AddExtgroup', title: 'Create a group', fields: 'name, status?' },
	{ name: 'App.Sip_Extgroup.DelExtgroup', title: 'Delete a group', fields: 'name' },
	{
		name: 'App.Sip_Status.GetSipCallStatus',
		title: 'See what extensions are doing',
		fields: 'extnumber',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Status.GetSipRegisterStatus',
		title: 'See whether extensions are registered',
		fields: 'extnumber',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Status.GetSipValidStatus',
		title: 'See whether extensions are enabled',
		fields: 'extnumber',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Sipnum.GetSipnumberInfo',
		title: 'List extensions',
		fields: 'status, extnumber?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Disnum.getDisnumberInfo',
		title: 'List caller IDs',
		fields: 'status, autocall, disnumber?, areacode?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Yccall.taskDelPhone',
		title: 'Remove numbers from a campaign',
		fields: 'taskid, telphone',
	},
	{
		name: 'App.Sip_Yccall.TaskList',
		title: 'List campaigns',
		fields:
			'createtime?, endtime?, taskid?, taskname?, status?, tasktype?, taskobject?, customtaskid?, currentpage?, itemsperpage?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Yccall.TaskInfo',
		title: 'List the numbers of a campaign',
		fields: 'taskid, status?, answered?, answertype?, customtaskid?, currentpage?, itemsperpage?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Queue.GetQueueList',
		title: 'List queues',
		fields: 'queuename?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Queue.GetQueueSipStatus',
		title: 'List the agents of a queue',
		fields: 'queuename?, extnumber?, state?',
		isLookUp: true,
	},
	{
		name: 'App.Sip_Queue.SipSignIn',
		title: 'Sign an agent into a queue',
		fields: 'queuename, extnumber, crmid',
	},
	{
		name: 'App.Sip_Queue.SipSignOut',
		title: 'Sign an agent out of a queue, not documented',
		fields: 'queuename, extnumber, crmid',
	},
	{
		name: 'App.Sip_Queue.SetSeatsStatus',
		title: 'Set an agent of a queue busy or idle',
		fields: 'settype, extnumber, crmid, queuename',
	},
];

const LOOK_UPS = new Set(
	SERVICES.filter(({ isLookUp }) => isLookUp).map(({ name }) => name.toLowerCase()),
);

/** Whether a service only reads data. Its answer can be a long list. */
export const isLookUp = (service: string): boolean => LOOK_UPS.has(service.toLowerCase());

/**
 * Whether a request can be repeated without harm. With `syncflag` 1, its default, GetBill marks the records that it returns as
 * fetched, and a repeated request would not return them.
 */
export const isHarmless = (service: string, { syncflag }: Record<string, string>): boolean =>
	isLookUp(service) && (!/getbill$/i.test(service) || syncflag === '2' || syncflag === '3');
