import type {Archive} from '../archive.ts';
import type {OpexContainer} from '../ingest/container.ts';
import {Problem} from '../problem.ts';
import type {NewInstance} from './workflows.ts';
import type {WorkflowInstance} from './workflow-instance.ts';

/** The parameter that names what lies in a source (WFL-02). */
const parameter = 'OpexContainerDirectory';

/** The directory a workflow is to ingest, with a `/` at its end. */
export function directoryOf({parameters}: Pick<WorkflowInstance, 'parameters'>): string | undefined {
	const value = parameters.find(({key}) => key === parameter)?.value.replaceAll(/^\/+|\/+$/gu, '');
	return value === undefined || value === '' ? undefined : `${value}/`;
}

/** Starts a workflow that ingests an OPEX container. Where nothing lies in its directory, it only runs through its steps. */
export function startContainer(archive: Archive, given: NewInstance): WorkflowInstance {
	const {workflows, context} = archive;
	const found = containerOf(archive, given);
	if (!found) return workflows.start(given);
	return context.store.transaction(() => workflows.start({...given, job: ingest(archive, found, given.user), size: sizeOf(found)}));
}

/** Starts it again, with what lies in its directory by now. */
export function retryContainer(archive: Archive, instance: WorkflowInstance, user: string): void {
	const {workflows, context} = archive;
	const found = containerOf(archive, instance);
	context.store.transaction(() => workflows.retry(instance, found && ingest(archive, found, user)));
}

interface FoundContainer extends OpexContainer {
	readonly source: string;
}

/** @throws Problem 409 while it is being ingested. */
function containerOf({sources, jobs}: Archive, instance: Pick<WorkflowInstance, 'parameters'>): FoundContainer | undefined {
	const directory = directoryOf(instance);
	if (directory === undefined) return undefined;
	if (jobs.isIngesting(directory)) throw new Problem(409, `${directory} is being ingested.`);
	return sources.opexContainer(directory);
}

function ingest({jobs}: Archive, {source, ...container}: FoundContainer, user: string): string {
	const key = container.directory.slice(0, -1);
	return jobs.start({kind: 'ingest', package: {parts: [], key, folder: undefined, source, container}}, user);
}

function sizeOf({objects}: OpexContainer): number {
	return objects.reduce((sum, {parts}) => parts.reduce((size, part) => size + part.size, sum), 0);
}
