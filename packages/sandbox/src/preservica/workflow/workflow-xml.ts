import type {XmlElement} from '@fonds/core/xml';
import {children, namespace, optionalText} from '@fonds/core/xml';
import {isoDate} from '../../clock.ts';
import {Problem} from '../problem.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag} from '../xml/write-xml.ts';
import type {WorkflowContext} from './contexts.ts';
import type {Course, WorkflowInstance} from './workflow-instance.ts';

/** The namespace of the workflow API, the same in all versions (1.4). */
export const workflowNamespace = 'http://workflow.preservica.com';

/** A workflow that is asked for. */
export interface StartRequest {
	readonly contextId: string | undefined;
	readonly contextName: string | undefined;
	readonly correlationId: string | undefined;
	readonly parameters: WorkflowInstance['parameters'];
}

/** @throws Problem 400 when the document is not a request to start a workflow. */
export function readStartRequest(root: XmlElement): StartRequest {
	const name = namespace(workflowNamespace);
	const field = (parent: XmlElement, local: string): string | undefined => optionalText(parent, name(local))?.trim() || undefined;
	if (root.name !== 'StartWorkflowRequest' || root.namespace !== workflowNamespace)
		throw new Problem(400, `The body must be a StartWorkflowRequest in the namespace ${workflowNamespace}.`);
	return {
		contextId: field(root, 'WorkflowContextId'),
		contextName: field(root, 'WorkflowContextName'),
		correlationId: field(root, 'CorrelationId'),
		parameters: children(root, name('Parameter')).map(parameter => {
			const key = field(parameter, 'Key');
			if (key === undefined) throw new Problem(400, 'A Parameter has no Key.');
			return {key, value: optionalText(parameter, name('Value')) ?? ''};
		}),
	};
}

/** An instance as lists and WFL-03 have it. Its id comes first: clients take the first one they find (WFL-04). */
export function instanceTag(instance: WorkflowInstance, course: Course, context: WorkflowContext | undefined, withErrors = false): Tag {
	const {state, step, finishedAt, errors} = course;
	return tag(
		'WorkflowInstance',
		tag('Id', instance.id),
		tag('Started', isoDate(instance.startedAt)),
		optionalTag('Finished', finishedAt === undefined ? undefined : isoDate(finishedAt)),
		tag('State', state),
		tag('DisplayState', displayed(state)),
		tag('ArchivalProcessId', instance.id),
		tag('WorkflowGroupId', instance.group),
		tag('WorkflowContextId', instance.context),
		tag('WorkflowContextName', context?.name ?? ''),
		tag('WorkflowDefinitionTextId', context?.definition ?? ''),
		optionalTag('CurrentStepName', step),
		optionalTag('CorrelationId', instance.correlationId),
		tag('Creator', instance.user),
		withErrors && errors.length > 0 ? tag('Errors', ...errors.map(error => tag('Error', error))) : undefined,
	);
}

function displayed(state: string): string {
	return state
		.split('_')
		.map(word => word.charAt(0) + word.slice(1).toLowerCase())
		.join(' ');
}
