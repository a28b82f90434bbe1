import {path, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import {decodeXmlIfAny} from '../xml/send-element.ts';
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

/** Asks the server to end instances (WFL-05). */
export async function terminateInstances(session: Session, ids: string, options: RequestOptions): Promise<void> {
	await session.token(options); // A failure of that is no doubt.
	const target = path`sdb/rest/workflow/instances/terminate`;
	await orSayUncertain('They may be ending all the same: look at the instances.', () =>
		sendAndForget(session.http, 'POST', target, {...options, query: {workflowInstanceIds: ids}}),
	);
}

/** Asks for failed instances to be tried again (WFL-06). */
export async function retryInstances(session: Session, ids: string, options: RequestOptions): Promise<WorkflowRetry> {
	await session.token(options);
	const target = path`sdb/rest/workflow/instances/retry`;
	const headers = {accept: 'application/xml'};
	return orSayUncertain('They may go on all the same: look at the instances before trying them again.', async () => {
		const response = await session.http.send('POST', target, {...options, headers, query: {workflowInstanceIds: ids}});
		const answer = await decodeXmlIfAny(response);
		return answer === undefined ? {succeeded: undefined, failed: undefined} : decodeRetry(answer);
	});
}
