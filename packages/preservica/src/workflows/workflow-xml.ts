import {DecodeError} from '@fonds/core';
import {children, content, element, namespace, type Match, type XmlElement} from '@fonds/core/xml';
import {progressStateOf} from '../operations/progress-state.ts';
import {texts} from '../operations/progress-xml.ts';
import {findAll} from '../xml/find-all.ts';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import type {WorkflowContext, WorkflowInstance, WorkflowRetry, WorkflowStart} from './workflow.ts';

const workflow = namespace('http://workflow.preservica.com');
const status = namespace('http://status.preservica.com');

/** The form of errors is unpublished; progress has them in `Errors`. */
const errorLists: Match = [workflow('Errors'), workflow('Error'), status('Errors'), status('Error')];

/** Reads WFL-01, whatever is around the contexts. */
export function decodeContexts(response: XmlElement): WorkflowContext[] {
	return findAll(ofWorkflow(response), workflow('WorkflowContext')).map(source => ({
		id: trimmed(source, workflow('Id')),
		name: optionalTrimmed(source, workflow('Name')) ?? '',
	}));
}

/** Reads WFL-02 and WFL-03, of which an id alone has been recorded. */
export function decodeInstance(source: XmlElement): WorkflowInstance {
	const read = (name: string): string | undefined => optionalTrimmed(source, workflow(name));
	const detail = read('State') ?? 'UNKNOWN';
	return {
		id: trimmed(ofWorkflow(source), workflow('Id')),
		state: progressStateOf(detail),
		detail,
		displayState: read('DisplayState'),
		errors: children(source, errorLists).flatMap(texts),
		started: read('Started'),
		finished: read('Finished'),
		contextId: read('WorkflowContextId'),
		contextName: read('WorkflowContextName'),
		definition: read('WorkflowDefinitionTextId'),
		step: read('CurrentStepName'),
		processId: read('ArchivalProcessId'),
		groupId: read('WorkflowGroupId'),
	};
}

/** A page of WFL-04. */
export interface InstancesAnswer {
	readonly items: readonly WorkflowInstance[];
	readonly total: number | undefined;
}

/**
 * Reads WFL-04.
 *
 * @throws DecodeError when the answer counts more instances than it holds: some would be lost without a word.
 */
export function decodeInstances(response: XmlElement): InstancesAnswer {
	const items = findAll(ofWorkflow(response), workflow('WorkflowInstance')).map(decodeInstance);
	const count = optionalCount(response, 'Count') ?? 0;
	if (count > items.length) {
		throw new DecodeError(`The answer counts ${count} workflow instances, but holds ${items.length}.`, {code: 'incomplete-list'});
	}
	return {items, total: optionalCount(response, 'TotalCount')};
}

/** Reads WFL-06. */
export function decodeRetry(response: XmlElement): WorkflowRetry {
	return {succeeded: optionalCount(ofWorkflow(response), 'SuccessfulNumber'), failed: optionalCount(response, 'FailedNumber')};
}

/** Writes WFL-02. */
export function encodeStart({context, parameters = {}}: WorkflowStart, correlationId: string, uri: string): XmlElement {
	const pairs = isPairs(parameters) ? [...parameters] : Object.entries(parameters);
	return element(uri, 'StartWorkflowRequest', [
		context.id === undefined ? undefined : element(uri, 'WorkflowContextId', context.id),
		context.name === undefined ? undefined : element(uri, 'WorkflowContextName', context.name),
		...pairs.map(([key, value]) => element(uri, 'Parameter', [element(uri, 'Key', key), element(uri, 'Value', value)])),
		element(uri, 'CorrelationId', correlationId),
	]);
}

function isPairs(parameters: NonNullable<WorkflowStart['parameters']>): parameters is Iterable<readonly [string, string]> {
	return Symbol.iterator in parameters;
}

function optionalCount(source: XmlElement, name: string): number | undefined {
	const [found] = findAll(source, workflow(name));
	const text = found && content(found).trim();
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function ofWorkflow(response: XmlElement): XmlElement {
	if (!/^http:\/\/workflow\.preservica\.com(?:\/|$)/.test(response.namespace)) {
		throw new DecodeError(
			`The answer is <${response.name}> in the namespace ${JSON.stringify(response.namespace.slice(0, 200))}, not one about workflows. Another server, or a proxy, may have answered.`,
		);
	}
	return response;
}
