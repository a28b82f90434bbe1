import {optionalText} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {kinds} from '../kinds.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import type {RetentionPolicy} from './retention.ts';
import {assignmentTag, policyTag, readBoolean, readPolicy, retentionName, retentionNamespace} from './retention-xml.ts';

/** Retention policies. */
export function policyRoutes(app: Hono, archive: Archive): void {
	const {retention, repository} = archive;

	operation(
		app,
		'RET-01',
		handler(archive, call => {
			const path = 'retention-policies';
			const policies = retention.policies.values().filter(({securityTag}) => call.sees(securityTag));
			const {items, paging} = pageOf(call, policies, path);
			const list = items.map(({ref, name}) => tagWith('RetentionPolicy', {ref, name}, call.url(`${path}/${ref}`)));
			return answer(call, 'RetentionPoliciesResponse', tag('RetentionPolicies', ...list), paging, call.self(path));
		}),
	);

	operation(
		app,
		'RET-02',
		handler(archive, call => policyAnswer(call, policyOf(call))),
	);

	operation(
		app,
		'RET-03',
		handler(archive, async call => policyAnswer(call, await sentPolicy(call, () => crypto.randomUUID()))),
	);

	operation(
		app,
		'RET-04',
		handler(archive, async call => policyAnswer(call, await sentPolicy(call, () => policyOf(call).ref))),
	);

	operation(
		app,
		'RET-05',
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const policy = {...policyOf(call), assignable: readBoolean(await call.text())};
			retention.policies.put(policy.ref, policy);
			return policyAnswer(call, policy);
		}),
	);

	operation(
		app,
		'RET-06',
		handler(archive, call => {
			call.demandRole(managers.configuration);
			const {ref, name} = policyOf(call);
			if (retention.isAssigned(ref)) throw new Problem(409, `The retention policy ${name} is assigned to assets.`);
			retention.policies.delete(ref);
			return call.c.body(null, 204);
		}),
	);

	async function sentPolicy(call: Call, toRef: () => string): Promise<RetentionPolicy> {
		call.demandRole(managers.configuration);
		const ref = toRef();
		const policy = readPolicy(await call.body(), ref);
		if (!repository.hasSecurityTag(policy.securityTag)) throw new Problem(400, `There is no security tag ${policy.securityTag}.`);
		retention.policies.put(ref, policy);
		return policy;
	}
}

/** Which assets are kept under which policies. */
export function assignmentRoutes(app: Hono, archive: Archive): void {
	const {retention} = archive;

	operation(
		app,
		'RET-07',
		handler(archive, call => {
			const {kind, ref} = call.entity();
			const path = `${kinds[kind].path}/${ref}/retention-assignments`;
			const {items, paging} = pageOf(call, retention.assignmentsOf(ref), path);
			const list = items.map(item => assignmentTag(item, retention.startDate(item), retention.isExpired(item)));
			return answer(call, 'RetentionAssignmentsResponse', tag('RetentionAssignments', ...list), paging, call.self(path));
		}),
	);

	operation(
		app,
		'RET-08',
		handler(archive, async call => {
			const {ref} = call.entity('IO');
			const body = await call.body();
			const isAssignment = isElement(body, 'RetentionManagement', 'RetentionAssignment');
			const named = isAssignment ? optionalText(body, retentionName('RetentionPolicy'))?.trim() : undefined;
			if (named === undefined)
				throw new Problem(400, 'The body must be a RetentionAssignment that names a RetentionPolicy, in its namespace.');
			call.demandWriter();
			const policy = policyOf(call, named);
			if (!policy.assignable) throw new Problem(422, `The retention policy ${policy.name} is not assignable.`);
			if (retention.assignmentsOf(ref).some(assignment => assignment.policy === policy.ref))
				throw new Problem(409, `${ref} has the retention policy ${policy.name} already.`);
			const assignment = {apiId: newApiId(), entity: ref, policy: policy.ref};
			retention.assignments.put(assignment.apiId, assignment);
			return answer(call, 'RetentionAssignmentResponse', assignmentTag(assignment, retention.startDate(assignment)));
		}),
	);

	operation(
		app,
		'RET-09',
		handler(archive, call => {
			const {ref} = call.entity('IO');
			const assignment = retention.assignments.get(call.c.req.param('apiId') ?? '');
			if (assignment?.entity !== ref) throw new Problem(404, `The entity ${ref} has no such retention assignment.`);
			call.demandWriter();
			retention.assignments.delete(assignment.apiId);
			return call.c.body(null, 204);
		}),
	);
}

function policyOf(call: Call, ref: string = call.c.req.param('ref') ?? ''): RetentionPolicy {
	const policy = call.archive.retention.policies.get(ref);
	if (!policy || !call.sees(policy.securityTag)) throw new Problem(404, `There is no retention policy with the reference ${ref}.`);
	return policy;
}

function policyAnswer(call: Call, policy: RetentionPolicy): Response {
	return answer(call, 'RetentionPolicyResponse', policyTag(policy), call.self(`retention-policies/${policy.ref}`));
}

function answer(call: Call, root: string, ...content: readonly Tag[]): Response {
	return call.xml(tagWith(root, {xmlns: call.entityNamespace, 'xmlns:retention': retentionNamespace}, ...content));
}
