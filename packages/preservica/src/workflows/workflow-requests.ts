import {path, type RequestOptions} from '@fonds/core';
import {decodeXml, getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import type {WorkflowContext, WorkflowContextsOptions, WorkflowInstance, WorkflowRetry} from './workflow.ts';
import {decodeContexts, decodeInstance, decodeRetry} from './workflow-xml.ts';

/** Reads what can be started (WFL-01). */
export async function readContexts({http}: Session, {definition, type, ...options}: WorkflowContextsOptions): Promise<WorkflowContext[]> {
	const query = {workflowDefinitionId: definition, type};
	return decodeContexts(await getXml(http, path`sdb/rest/workflow/contexts`, {...options, query}));
}

/** Reads one instance with its errors (WFL-03). */
export async function readInstance({http}: Session, id: string, options: RequestOptions): Promise<WorkflowInstance> {
	return decodeInstance(await getXml(http, path`sdb/rest/workflow/instances/${id}`, {...options, query: {includeErrors: true}}));
}

/** Asks for failed instances to be tried again (WFL-06). */
export async function retryInstances({http}: Session, ids: string, options: RequestOptions): Promise<WorkflowRetry> {
	const query = {workflowInstanceIds: ids};
	const headers = {accept: 'application/xml'};
	const response = await http.send('POST', path`sdb/rest/workflow/instances/retry`, {...options, headers, query});
	const bytes = await response.arrayBuffer();
	return bytes.byteLength === 0
		? {succeeded: undefined, failed: undefined}
		: decodeRetry(await decodeXml(new Response(bytes, {headers: response.headers})));
}
