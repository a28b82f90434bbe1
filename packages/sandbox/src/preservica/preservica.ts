import {Hono} from 'hono';
import type {SandboxContext} from '../context.ts';
import type {Archive} from './archive.ts';
import {registeredXmlRoutes} from './admin/registered-xml-routes.ts';
import {openRegisteredXml} from './admin/registered-xml.ts';
import {securityRoutes} from './admin/security-routes.ts';
import {userAdminRoutes} from './admin/user-admin-routes.ts';
import {accessTokenApp} from './auth/access-token.ts';
import {Sessions} from './auth/sessions.ts';
import {Authority} from './authority/authority.ts';
import {authorityRoutes} from './authority/authority-routes.ts';
import {contentRoutes} from './content/content-routes.ts';
import {preservicaControlApp} from './control.ts';
import {actionRoutes} from './entities/action-routes.ts';
import {changeRoutes} from './entities/change-routes.ts';
import {contentChangeRoutes} from './entities/content-change-routes.ts';
import {deletionRoutes} from './entities/deletion-routes.ts';
import {eventRoutes} from './entities/event-routes.ts';
import {identifierRoutes} from './entities/identifier-routes.ts';
import {metadataRoutes} from './entities/metadata-routes.ts';
import {previewRoutes} from './entities/preview-routes.ts';
import {readRoutes} from './entities/read-routes.ts';
import {representationRoutes} from './entities/representation-routes.ts';
import {storageRoutes} from './entities/storage-routes.ts';
import {Jobs} from './jobs/jobs.ts';
import {progressRoutes} from './jobs/progress-routes.ts';
import {holdAssignmentRoutes, legalHoldRoutes} from './legal-holds/legal-hold-routes.ts';
import {LegalHolds} from './legal-holds/legal-holds.ts';
import {MetadataForms} from './metadata-forms/metadata-forms.ts';
import {formRoutes, groupRoutes} from './metadata-forms/metadata-forms-routes.ts';
import {monitorRoutes} from './monitor/monitor-routes.ts';
import {oaiRoutes} from './oai-pmh/oai-routes.ts';
import {Problem} from './problem.ts';
import {Processes} from './process/processes.ts';
import {processRoutes} from './process/process-routes.ts';
import {Registry} from './registry/registry.ts';
import {registryRoutes} from './registry/registry-routes.ts';
import {renderRoutes} from './render/render-routes.ts';
import {Repository} from './repository.ts';
import {Retention} from './retention/retention.ts';
import {assignmentRoutes, policyRoutes} from './retention/retention-routes.ts';
import {s3Routes} from './s3/s3-routes.ts';
import {openTenantBucket} from './s3/tenant-bucket.ts';
import type {Uploads} from './s3/uploads.ts';
import {SearchIndex} from './search/search-index.ts';
import {searchRoutes} from './search/search-routes.ts';
import {Enrichment} from './settings/enrichment.ts';
import {settingsRoutes} from './settings/settings-routes.ts';
import {azureRoutes} from './sources/azure-routes.ts';
import {ingestRoutes} from './sources/ingest-routes.ts';
import {locationRoutes} from './sources/location-routes.ts';
import {sourceS3Routes} from './sources/source-s3-routes.ts';
import {azureAccount, Sources} from './sources/sources.ts';
import {seedTenancy} from './seed.ts';
import {userRoutes} from './user-routes.ts';
import {webhookRoutes} from './webhook/webhook-routes.ts';
import {Webhooks} from './webhook/webhooks.ts';
import {workflowRoutes} from './workflow/workflow-routes.ts';
import {Workflows} from './workflow/workflows.ts';

/** How to make the Preservica part of a sandbox. */
export interface PreservicaOptions {
	/** How long an access token is valid, in milliseconds. @default 15 minutes */
	readonly tokenLifetime?: number | undefined;
	/** The server's idea of its own address, used in links. @default the address a request came to */
	readonly publicUrl?: string | undefined;
	/** Hosts besides this machine that may subscribe to what happens. @default none */
	readonly webhookHosts?: readonly string[] | undefined;
	/** How long it takes until search knows of a change, in milliseconds. @default 0 */
	readonly searchDelay?: number | undefined;
}

/** A Preservica. */
export interface PreservicaStandIn {
	readonly app: Hono;
	/** Steers it, below `/sandbox/preservica/`. */
	readonly control: Hono;
	readonly repository: Repository;
	readonly sessions: Sessions;
	readonly jobs: Jobs;
	readonly uploads: Uploads;
	readonly sources: Sources;
	/** Ends all tokens and temporary credentials, as the end of their time would. */
	expireTokens(this: void): void;
	/** Sets up a new tenancy: what is there before anything is ingested. */
	seed(this: void): void;
	/** Ends all work. What was going on is taken up by `jobs.resume`. */
	stop(this: void): Promise<void>;
}

/** Makes the Preservica of a sandbox. Call `jobs.resume()` once the store is ready, and `stop()` before it is closed. */
export function createPreservica(context: SandboxContext, options: PreservicaOptions = {}): PreservicaStandIn {
	const repository = new Repository(context.store);
	const sessions = new Sessions(context, options.tokenLifetime ?? 15 * 60_000);
	const jobs = new Jobs(context, repository, ({key, source}, taken) => {
		if (source === undefined) uploads.removeObject(key);
		else sources.remove(source, taken);
	});
	const uploads = openTenantBucket(context, jobs);
	const retention = new Retention(context, repository);
	const legalHolds = new LegalHolds(context, repository);
	const workflows = new Workflows(context);
	const processes = new Processes(context);
	const registered = openRegisteredXml(context.store);
	const sources = new Sources(context, jobs, processes);
	const search = new SearchIndex({context, repository, registered, retention, legalHolds}, options.searchDelay ?? 0);
	const webhooks = new Webhooks(context, repository, search, options.webhookHosts ?? []);
	jobs.followers.push(news => webhooks.follow(news));
	jobs.followers.push(news => workflows.follow(news));
	const archive: Archive = {
		context,
		repository,
		roles: context.store.collection('preservica.roles'),
		registered,
		search,
		sources,
		sessions,
		jobs,
		retention,
		legalHolds,
		workflows,
		processes,
		webhooks,
		authority: new Authority(context),
		enrichment: new Enrichment(context),
		metadataForms: new MetadataForms(context),
		registry: new Registry(context),
		publicUrl: options.publicUrl?.replace(/\/$/u, ''),
	};

	const app = new Hono();
	for (const api of ['/api/*', '/sdb/*', '/Registry/*', '/Render/*', '/OAI-PMH/*', '/sources/*', `/${azureAccount}/*`]) {
		app.use(api, async (_c, next) => {
			search.settle();
			jobs.settle();
			await next();
			webhooks.send();
		});
	}
	app.route('/', accessTokenApp(context, sessions));
	for (const routes of [
		userRoutes,
		contentRoutes,
		searchRoutes,
		readRoutes,
		changeRoutes,
		metadataRoutes,
		identifierRoutes,
		representationRoutes,
		eventRoutes,
		storageRoutes,
		contentChangeRoutes,
		previewRoutes,
		deletionRoutes,
		actionRoutes,
		progressRoutes,
		policyRoutes,
		assignmentRoutes,
		legalHoldRoutes,
		holdAssignmentRoutes,
		workflowRoutes,
		processRoutes,
		securityRoutes,
		userAdminRoutes,
		registeredXmlRoutes,
		webhookRoutes,
		monitorRoutes,
		authorityRoutes,
		groupRoutes,
		formRoutes,
		settingsRoutes,
		registryRoutes,
		locationRoutes,
		ingestRoutes,
		sourceS3Routes,
		azureRoutes,
		oaiRoutes,
		renderRoutes,
	]) {
		routes(app, archive);
	}
	s3Routes(app, archive, uploads);
	app.onError((error, c) => {
		if (error instanceof Problem) return c.text(error.message, error.status);
		throw error;
	});
	const stop = async (): Promise<void> => {
		await Promise.all([jobs.stop(), webhooks.stop()]);
	};
	const expireTokens = (): void => {
		sessions.expireAll();
		sources.expireAll();
	};
	const seed = (): void => seedTenancy(archive);
	return {app, control: preservicaControlApp(archive), repository, sessions, jobs, uploads, sources, expireTokens, seed, stop};
}
