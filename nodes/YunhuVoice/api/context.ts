import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** One of n8n's contexts that can send requests as the node's account. Only an execution can be cancelled. */
export type RequestContext = (IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions) &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;
