import type {SandboxContext} from '../context.ts';
import type {Collection} from '../store/collection.ts';
import type {RegisteredXml} from './admin/registered-xml.ts';
import type {Authority} from './authority/authority.ts';
import type {Sessions} from './auth/sessions.ts';
import type {Jobs} from './jobs/jobs.ts';
import type {LegalHolds} from './legal-holds/legal-holds.ts';
import type {MetadataForms} from './metadata-forms/metadata-forms.ts';
import type {Processes} from './process/processes.ts';
import type {Registry} from './registry/registry.ts';
import type {Repository} from './repository.ts';
import type {Retention} from './retention/retention.ts';
import type {SearchIndex} from './search/search-index.ts';
import type {Enrichment} from './settings/enrichment.ts';
import type {Sources} from './sources/sources.ts';
import type {Webhooks} from './webhook/webhooks.ts';
import type {Workflows} from './workflow/workflows.ts';

/** What the Preservica routes work on. */
export interface Archive {
	readonly context: SandboxContext;
	readonly repository: Repository;
	readonly roles: Collection<{readonly name: string}>;
	readonly registered: RegisteredXml;
	readonly sessions: Sessions;
	readonly jobs: Jobs;
	readonly legalHolds: LegalHolds;
	readonly authority: Authority;
	readonly enrichment: Enrichment;
	readonly metadataForms: MetadataForms;
	readonly registry: Registry;
	readonly processes: Processes;
	readonly retention: Retention;
	readonly search: SearchIndex;
	readonly sources: Sources;
	readonly webhooks: Webhooks;
	readonly workflows: Workflows;
	/** The server's idea of its own address, if it differs from the one requests come to. */
	readonly publicUrl: string | undefined;
}
