/** The services that only read data, according to the provider's pages. */
const LOOK_UPS = new Set([
	'app.sip_cdr.getbill',
	'app.sip_cdr.getrecodefile',
	'app.sip_disnum.getdisnumberinfo',
	'app.sip_extgroup.getallextgroup',
	'app.sip_extgroup.getextgroupinfo',
	'app.sip_extgroup.getextgroupstate',
	'app.sip_extgroup.getgroupext',
	'app.sip_queue.getqueuelist',
	'app.sip_queue.getqueuesipstatus',
	'app.sip_sipnum.getsipnumberinfo',
	'app.sip_status.getsipcallstatus',
	'app.sip_status.getsipregisterstatus',
	'app.sip_status.getsipvalidstatus',
	'app.sip_yccall.taskinfo',
	'app.sip_yccall.tasklist',
]);

/** Whether a service only reads data. Its answer can be a long list. */
export const isLookUp = (service: string): boolean => LOOK_UPS.has(service.toLowerCase());

/**
 * Whether a request can be repeated without harm. With `syncflag` 1, its default, GetBill marks the records that it returns as
 * fetched, and a repeated request would not return them.
 */
export const isHarmless = (service: string, { syncflag }: Record<string, string>): boolean =>
	isLookUp(service) && (!/getbill$/i.test(service) || syncflag === '2' || syncflag === '3');
