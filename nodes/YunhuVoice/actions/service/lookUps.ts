/** The services that only tell something, as the provider's pages describe them. */
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

/** Whether a service only tells something. Its answer can be a long list. */
export const isLookUp = (service: string): boolean => LOOK_UPS.has(service.toLowerCase());

/**
 * Whether a service does no harm twice. With `syncflag` 1, its default, GetBill marks the records it gives as fetched: the
 * second time they would be missing.
 */
export const isHarmless = (service: string, { syncflag }: Record<string, string>): boolean =>
	isLookUp(service) && (!/getbill$/i.test(service) || syncflag === '2' || syncflag === '3');
