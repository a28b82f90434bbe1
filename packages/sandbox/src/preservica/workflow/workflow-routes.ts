import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {operators} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {sliceOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {readDate} from '../read-date.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import type {WorkflowContext} from './contexts.ts';
import {isIncremental, workflowTypes} from './contexts.ts';
import {retryContainer, startContainer} from './start-container.ts';
import type {WorkflowInstance} from './workflow-instance.ts';
import {outcomes} from './workflow-instance.ts';
import type {StartRequest} from './workflow-xml.ts';
import {instanceTag, readStartRequest, workflowNamespace} from './workflow-xml.ts';

/** Workflows: which there are, starting them, and what became of them. */
export function workflowRoutes(app: Hono, archive: Archive): void {
	const {workflows} = archive;
	const allowed = (handle: (call: Call) => Response | Promise<Response>) =>
		handler(archive, call => {
			call.demandRole(operators);
			return handle(call);
		});

	operation(
		app,
		'WFL-01',
		allowed(call => {
			const {workflowDefinitionId, type} = call.c.req.query();
			if (type !== undefined) demandType(type);
			const contexts = workflows.contexts
				.values()
				.filter(each => (workflowDefinitionId ?? each.definition) === each.definition && isSame(type ?? each.type, each.type))
				.map(({id, name, definition, type: own}) =>
					tag('WorkflowContext', tag('Id', id), tag('Name', name), tag('WorkflowDefinitionTextId', definition), tag('Type', own)),
				);
			return answer(call, 'WorkflowContexts', contexts);
		}),
	);

	operation(
		app,
		'WFL-02',
		allowed(async call => {
			const request = readStartRequest(await call.body());
			const context = contextOf(archive, request);
			const {parameters, correlationId} = request;
			const value = (key: string): string | undefined => parameters.find(parameter => parameter.key === key)?.value;
			const outcome = outcomes.find(known => known === (value('sandbox.outcome') ?? 'completed'));
			if (!outcome) throw new Problem(400, `The parameter sandbox.outcome must be one of ${outcomes.join(', ')}.`);
			const name = value('OpexContainerDirectory') ?? context.name;
			const given = {context: context.id, user: call.user.username, name, parameters, correlationId, outcome};
			const ingests = isIncremental(context) && outcome === 'completed';
			const instance = ingests ? startContainer(archive, given) : workflows.start(given);
			return call.xml({...instanceTag(instance, workflows.course(instance), context), attributes: {xmlns: workflowNamespace}}, 201);
		}),
	);

	operation(
		app,
		'WFL-03',
		allowed(call => {
			const id = call.c.req.param('id') ?? '';
			const instance = workflows.instance(id);
			if (!instance) throw new Problem(404, `There is no workflow instance ${id}.`);
			const withErrors = isSame(call.c.req.query('includeErrors') ?? '', 'true');
			const found = instanceTag(instance, workflows.course(instance), workflows.contexts.get(instance.context), withErrors);
			return call.xml({...found, attributes: {xmlns: workflowNamespace}});
		}),
	);

	operation(
		app,
		'WFL-04',
		allowed(call => {
			const all = workflows.instances().filter(askedFor(call));
			const {items, total} = sliceOf(call, isSame(call.c.req.query('latestFirst') ?? '', 'true') ? all.toReversed() : all, '');
			const instances = items.map(each => instanceTag(each, workflows.course(each), workflows.contexts.get(each.context)));
			return answer(call, 'WorkflowInstances', [tag('TotalCount', total), tag('Count', items.length), ...instances]);
		}),
	);

	operation(
		app,
		'WFL-05',
		allowed(call => {
			const instances = askedIds(call).map(id => {
				const instance = workflows.instance(id);
				if (!instance) throw new Problem(404, `There is no workflow instance ${id}.`);
				if (instance.job !== undefined) throw new Problem(422, `The workflow instance ${id} cannot be terminated.`);
				return instance;
			});
			if (instances.length === 0) throw new Problem(400, 'workflowInstanceIds names no workflow instance.');
			for (const instance of instances) workflows.terminate(instance);
			return call.c.body(null, 202);
		}),
	);

	operation(
		app,
		'WFL-06',
		allowed(call => {
			const ids = askedIds(call);
			const named = ids.length > 0 ? ids.flatMap(id => workflows.instance(id) ?? []) : workflows.instances();
			const retried = named.filter(instance => workflows.canRetry(instance));
			for (const instance of retried) {
				if (instance.job === undefined) workflows.retry(instance);
				else retryContainer(archive, instance, call.user.username);
			}
			const failed = ids.length > 0 ? ids.length - retried.length : 0;
			return answer(call, 'WorkflowInstancesRetry', [tag('SuccessfulNumber', retried.length), tag('FailedNumber', failed)]);
		}),
	);
}

function contextOf({workflows}: Archive, {contextId, contextName}: StartRequest): WorkflowContext {
	if (contextId === undefined && contextName === undefined)
		throw new Problem(400, 'The StartWorkflowRequest has neither a WorkflowContextId nor a WorkflowContextName.');
	const context = workflows.contexts.values().find(({id, name}) => id === (contextId ?? id) && name === (contextName ?? name));
	if (!context) throw new Problem(404, `There is no workflow context ${[contextId, contextName].filter(Boolean).join(', ')}.`);
	return context;
}

/** The filter a list asks for. States and types are compared without case (WFL-04). */
function askedFor(call: Call): (instance: WorkflowInstance) => boolean {
	const {workflows} = call.archive;
	const {state, type, contextId, creator, from, to} = call.c.req.query();
	if (type !== undefined) demandType(type);
	const earliest = from === undefined ? -Infinity : readDate(from);
	const latest = to === undefined ? Infinity : readDate(to);
	return instance =>
		isSame(state ?? '', state === undefined ? '' : workflows.course(instance).state) &&
		isSame(type ?? '', type === undefined ? '' : (workflows.contexts.get(instance.context)?.type ?? '')) &&
		(contextId ?? instance.context) === instance.context &&
		(creator ?? instance.user) === instance.user &&
		instance.startedAt >= earliest &&
		instance.startedAt <= latest;
}

function askedIds(call: Call): readonly string[] {
	const ids = (call.c.req.query('workflowInstanceIds') ?? '').split(',').map(id => id.trim());
	return ids.filter(id => id !== '');
}

function demandType(type: string): void {
	if (!workflowTypes.some(known => isSame(known, type))) throw new Problem(400, `The type ${type} is none of ${workflowTypes.join(', ')}.`);
}

function isSame(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

function answer(call: Call, root: string, content: readonly Tag[]): Response {
	return call.xml(tagWith(root, {xmlns: workflowNamespace}, ...content));
}
