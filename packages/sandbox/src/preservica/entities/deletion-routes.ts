import type {XmlElement} from '@fonds/core/xml';
import {optionalChild, optionalText} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import {demandWorkflow} from './demand-workflow.ts';
import {entityApi} from './entity-xml.ts';
import {since} from './since.ts';

/** Who may ask for a deletion, and who may approve one. That an operator is who may ingest is assumed. */
const operators = ['ROLE_SDB_INGEST_USER'];
const approvers = ['ROLE_SDB_MANAGER_USER'];

const refusals = {
	unknown: {status: 404, message: 'There is no deletion under this progress token.'},
	own: {status: 403, message: 'A deletion is approved by someone other than who asked for it.'},
	'not waiting': {status: 409, message: 'The deletion does not wait for approval.'},
} as const;

/** Deletions: one user asks for them, another one approves them (3.5). */
export function deletionRoutes(app: Hono, archive: Archive): void {
	const {jobs} = archive;

	operation(
		app,
		'ENT-22',
		handler(archive, async call => {
			since(call, '6.2');
			const entity = call.entity();
			const submission = readPart(await call.body(), 'Submission');
			call.demandWriter();
			call.demandRole(operators);
			demandWorkflow(archive, 'deletion');
			const comment = optionalText(submission, entityApi('Comment')) ?? '';
			return call.accepted(jobs.start({kind: 'deletion', entity: entity.ref, comment}, call.user.username));
		}),
	);

	operation(
		app,
		'ENT-23',
		handler(archive, async call => {
			since(call, '6.2');
			const approval = readPart(await call.body(), 'Approval');
			const approved = optionalText(approval, entityApi('Approved'))?.trim().toLowerCase();
			if (approved !== 'true' && approved !== 'false') throw new Problem(400, 'Approved must be true or false.');
			call.demandRole(approvers);
			const comment = optionalText(approval, entityApi('Comment')) ?? '';
			const token = call.c.req.param('token') ?? '';
			const refusal = jobs.decide(token, {user: call.user.username, approved: approved === 'true', comment});
			if (refusal) throw new Problem(refusals[refusal].status, refusals[refusal].message);
			return call.accepted(token);
		}),
	);
}

function readPart(body: XmlElement, name: 'Submission' | 'Approval'): XmlElement {
	const part = isElement(body, 'EntityAPI', 'DeletionAction') ? optionalChild(body, entityApi(name)) : undefined;
	if (!part) throw new Problem(400, `The body must be a DeletionAction with a ${name}, in the entity API namespace.`);
	return part;
}
