import {ConfigurationError, DecodeError, NotFoundError, path, SdkError, type RequestOptions} from '@fonds/core';
import {decodeXml, writeXml, xmlContentType} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {isUncertain} from '../operations/lost-answer.ts';
import {randomUuid} from '../random-uuid.ts';
import type {WorkflowStart} from './workflow.ts';
import {createWorkflowJob, type WorkflowJob} from './workflow-job.ts';
import {decodeInstance, encodeStart} from './workflow-xml.ts';

/** Starts a workflow, once: whether a lost answer means a lost request cannot be known (WFL-02). */
export async function startWorkflow(session: Session, start: WorkflowStart, options: RequestOptions): Promise<WorkflowJob> {
	const {context, correlationId = randomUuid()} = start;
	if (!context.id && !context.name) {
		throw new ConfigurationError('A workflow is started by the id or the name of its context.');
	}
	const {workflow} = await session.namespaces(options); // Signs in, too: a failure of that is no doubt about the start.
	const body = writeXml(encodeStart(start, correlationId, workflow));
	const what = context.name === undefined ? `workflow context ${context.id}` : `workflow ${JSON.stringify(context.name)}`;
	const answer = await send(session, body, options).catch((error: unknown) => {
		if (error instanceof NotFoundError) {
			const {status, method, url, body: said} = error;
			throw new NotFoundError(`There is no ${what} to start, or the licence of this server is without workflows.`, {
				status,
				method,
				url,
				body: said,
			});
		}
		throw isUncertain(error) ? unconfirmed(what, correlationId, error) : error;
	});
	return createWorkflowJob(session, await idIn(answer, what, correlationId), correlationId);
}

async function send({http}: Session, body: string, options: RequestOptions): Promise<Response> {
	const headers = {accept: 'application/xml', 'content-type': xmlContentType};
	const response = await http.send('POST', path`sdb/rest/workflow/instances`, {...options, headers, body});
	return new Response(await response.arrayBuffer(), {headers: response.headers});
}

async function idIn(answer: Response, what: string, correlationId: string): Promise<string> {
	try {
		return decodeInstance(await decodeXml(answer)).id;
	} catch (cause) {
		throw new DecodeError(
			`The ${what} was started, but the answer does not say as which instance. Look for it in workflows.instances() before starting again; its correlation id is ${correlationId}.`,
			{cause},
		);
	}
}

function unconfirmed(what: string, correlationId: string, cause: unknown): SdkError {
	return new SdkError(
		`The answer to the start of the ${what} was lost, so it may run. Look for it in workflows.instances({latestFirst: true}) before starting again; its correlation id is ${correlationId}.`,
		{code: 'start-unconfirmed', cause},
	);
}
