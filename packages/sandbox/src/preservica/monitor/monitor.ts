import {createHash} from 'node:crypto';
import {isoDate} from '../../clock.ts';
import type {Repository} from '../repository.ts';
import type {WorkflowContext} from '../workflow/contexts.ts';
import type {Course, WorkflowInstance} from '../workflow/workflow-instance.ts';

/** What a monitor watches: a workflow, and how far it is. */
export interface Watched {
	readonly instance: WorkflowInstance;
	readonly course: Course;
	readonly context: WorkflowContext | undefined;
	readonly canRetry: boolean;
}

/** One line of what a monitor tells (MON-02). */
export interface Message {
	readonly status: 'Info' | 'Warning' | 'Error';
	readonly [name: string]: unknown;
}

const statuses: Readonly<Record<Course['state'], string>> = {
	PENDING: 'Pending',
	ACTIVE: 'Running',
	SUSPENDED: 'Suspended',
	COMPLETED: 'Succeeded',
	FAILED: 'Failed',
	FINISHED_MIXED_OUTCOME: 'Recoverable',
	ABORTED: 'Failed',
};

const categories: Readonly<Record<WorkflowContext['type'], string>> = {
	Ingest: 'Ingest',
	Access: 'Export',
	Transformation: 'DataManagement',
	DataManagement: 'DataManagement',
};

/** A monitor as MON-01 has it. */
export interface Monitor {
	readonly mappedId: string;
	readonly name: string;
	readonly status: string;
	readonly category: string;
	readonly [name: string]: unknown;
}

/** What a monitor shows of a workflow. */
export function monitorOf({instance, course, context, canRetry}: Watched, messages: readonly Message[]): Monitor {
	const count = (status: Message['status']): number => messages.filter(message => message.status === status).length;
	return {
		mappedId: instance.monitor,
		name: instance.name,
		status: statuses[course.state],
		started: isoDate(instance.startedAt),
		completed: course.finishedAt === undefined ? undefined : isoDate(course.finishedAt),
		category: categories[context?.type ?? 'DataManagement'],
		subcategory: subcategoryOf(instance, context),
		progressText: course.step,
		percentComplete: percentOf(course),
		filesPending: 0,
		size: instance.size ?? 0,
		filesProcessed: instance.ended?.assets?.length ?? 0,
		warnings: count('Warning'),
		errors: count('Error'),
		canRetry,
	};
}

/** How much of a workflow is done, in percent, as the text the API has. */
export function percentOf({state, finishedAt}: Course): string {
	if (finishedAt !== undefined) return '100';
	return state === 'PENDING' ? '0' : '50';
}

/** What a monitor tells of a workflow, oldest first. */
export function messagesOf({instance, course, context}: Watched, repository: Repository): readonly Message[] {
	const {monitor, name} = instance;
	const workflowName = context?.name ?? '';
	let line = 0;
	const message = (
		status: Message['status'],
		at: number,
		key: string,
		values: Readonly<Record<string, string>>,
		text: string,
	): Message => ({
		workflowInstanceId: instance.id,
		monitorName: name,
		path: name,
		date: isoDate(at),
		status,
		displayMessage: text,
		workflowName,
		mappedMonitorId: monitor,
		message: `monitor.${status.toLowerCase()}.${key}|${JSON.stringify(values)}`,
		mappedId: createHash('md5').update(`${monitor}/${line++}`).digest('hex'),
	});
	const messages = [message('Info', instance.startedAt, 'process.started', {name}, `${workflowName} started: ${name}`)];
	const end = course.finishedAt;
	if (end === undefined) return messages;
	for (const ref of instance.ended?.assets ?? []) {
		const asset = repository.entities.get(ref);
		const about = asset && {entityRef: ref, entityTitle: asset.title, securityDescriptor: asset.securityTag};
		messages.push({...message('Info', end, 'asset.ingested', {ref}, `Asset ingested: ${asset?.title ?? ref}`), ...about});
	}
	const weight = course.state === 'FINISHED_MIXED_OUTCOME' ? 'Warning' : 'Error';
	const skipped = instance.ended?.skipped ?? [];
	for (const reason of course.errors) {
		const isSkipped = skipped.includes(reason);
		messages.push(message(isSkipped ? 'Info' : weight, end, isSkipped ? 'directory.skip' : 'process.problem', {reason}, reason));
	}
	messages.push(message('Info', end, 'process.finished', {name, state: course.state}, `${workflowName} finished: ${name}`));
	return messages;
}

function subcategoryOf({job}: WorkflowInstance, context: WorkflowContext | undefined): string {
	if (context?.definition.includes('.opex.')) return 'OPEX';
	return job !== undefined && context?.type === 'Ingest' ? 'Package' : (context?.name ?? '');
}
