/** What workflows are for (WFL-01). */
export const workflowTypes = ['Ingest', 'Access', 'Transformation', 'DataManagement'] as const;

/** A workflow that is set up and can be started. */
export interface WorkflowContext {
	readonly id: string;
	readonly name: string;
	readonly definition: string;
	readonly type: (typeof workflowTypes)[number];
}

const core = 'com.preservica.core.workflow';

/** The workflows of a new tenancy. The definitions of export, transformation and change are assumed. */
export const firstContexts: readonly WorkflowContext[] = [
	{id: '1', name: 'Ingest', definition: `${core}.ingest`, type: 'Ingest'},
	{id: '2', name: 'Ingest Single File', definition: `${core}.ingest.single.file`, type: 'Ingest'},
	{id: '3', name: 'Ingest OPEX (Incremental)', definition: `${core}.ingest.opex.incremental`, type: 'Ingest'},
	{id: '4', name: 'Web Crawl and Ingest', definition: `${core}.web.crawl.and.ingest`, type: 'Ingest'},
	{id: '5', name: 'Export', definition: `${core}.export`, type: 'Access'},
	{id: '6', name: 'Delete', definition: `${core}.delete`, type: 'DataManagement'},
	{id: '7', name: 'Transform', definition: `${core}.transform`, type: 'Transformation'},
	{id: '8', name: 'Update Metadata', definition: `${core}.metadata.update`, type: 'DataManagement'},
];

/** The contexts that the sandbox's own jobs are instances of, by kind of job. */
export const contextOfJob: Readonly<Record<string, string>> = {ingest: '1', export: '5', deletion: '6'};

/** Is it the workflow that ingests OPEX containers? */
export function isIncremental(context: WorkflowContext | undefined): boolean {
	return context?.definition === `${core}.ingest.opex.incremental`;
}
