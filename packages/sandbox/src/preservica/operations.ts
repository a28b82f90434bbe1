import type {Handler, Hono} from 'hono';
import type {Operation} from '../operations.ts';
import type {AdminOperationId} from './admin/admin-operations.ts';
import {adminOperations} from './admin/admin-operations.ts';
import type {Declared} from './declared.ts';
import type {EntityOperationId} from './entities/entity-operations.ts';
import {entityOperations} from './entities/entity-operations.ts';
import type {AuthorityOperationId} from './authority/authority-operations.ts';
import {authorityOperations} from './authority/authority-operations.ts';
import type {LegalHoldOperationId} from './legal-holds/legal-hold-operations.ts';
import {legalHoldOperations} from './legal-holds/legal-hold-operations.ts';
import type {MetadataFormsOperationId} from './metadata-forms/metadata-forms-operations.ts';
import {metadataFormsOperations} from './metadata-forms/metadata-forms-operations.ts';
import type {MonitorOperationId} from './monitor/monitor-operations.ts';
import {monitorOperations} from './monitor/monitor-operations.ts';
import type {OaiOperationId} from './oai-pmh/oai-operations.ts';
import {oaiOperations} from './oai-pmh/oai-operations.ts';
import type {ProcessOperationId} from './process/process-operations.ts';
import {processOperations} from './process/process-operations.ts';
import type {RegistryOperationId} from './registry/registry-operations.ts';
import {registryOperations} from './registry/registry-operations.ts';
import type {RenderOperationId} from './render/render-operations.ts';
import {renderOperations} from './render/render-operations.ts';
import type {RetentionOperationId} from './retention/retention-operations.ts';
import {retentionOperations} from './retention/retention-operations.ts';
import type {SearchOperationId} from './search/search-operations.ts';
import {searchOperations} from './search/search-operations.ts';
import type {SettingsOperationId} from './settings/settings-operations.ts';
import {settingsOperations} from './settings/settings-operations.ts';
import type {SourcesOperationId} from './sources/sources-operations.ts';
import {sourcesOperations} from './sources/sources-operations.ts';
import type {WebhookOperationId} from './webhook/webhook-operations.ts';
import {webhookOperations} from './webhook/webhook-operations.ts';
import type {WorkflowOperationId} from './workflow/workflow-operations.ts';
import {workflowOperations} from './workflow/workflow-operations.ts';

const entity = '/api/entity';
const anyEntity = `${entity}/:kind{(?:structural|information|content)-objects}/:ref`;
const folderOrAsset = `${entity}/:kind{(?:structural|information)-objects}/:ref`;
const asset = `${entity}/information-objects/:ref`;
const contentObject = `${entity}/content-objects/:ref`;

/** The key of an operation in the table. */
export type OperationId =
	| 'TOK-01'
	| 'TOK-02'
	| 'TOK-03'
	| 'TOK-04'
	| 'TOK-05'
	| 'USR-01'
	| 'USR-02'
	| 'USR-03'
	| 'USR-04'
	| 'CON-01'
	| 'CON-02'
	| 'CON-03'
	| 'UPL-01'
	| 'UPL-02'
	| 'UPL-03'
	| 'UPL-04'
	| 'UPL-05'
	| 'UPL-06'
	| 'UPL-07'
	| 'UPL-08'
	| 'UPL-09'
	| 'ENT-01'
	| 'ENT-02'
	| 'ENT-04'
	| 'ENT-05'
	| 'ENT-06'
	| 'ENT-08'
	| 'ENT-09'
	| 'ENT-10'
	| 'ENT-12'
	| 'ENT-14'
	| 'ENT-15'
	| 'ENT-16'
	| 'ENT-17'
	| 'ENT-18'
	| 'ENT-20'
	| 'ENT-21'
	| 'ENT-24'
	| 'ENT-25'
	| 'ENT-26'
	| 'ENT-27'
	| 'ENT-30'
	| 'ENT-30 one'
	| 'ENT-30 named'
	| 'ENT-31'
	| 'ENT-31 one'
	| 'ENT-32'
	| 'ENT-32 content'
	| 'ENT-34'
	| AdminOperationId
	| AuthorityOperationId
	| MetadataFormsOperationId
	| MonitorOperationId
	| OaiOperationId
	| RegistryOperationId
	| RenderOperationId
	| SearchOperationId
	| SettingsOperationId
	| ProcessOperationId
	| EntityOperationId
	| RetentionOperationId
	| LegalHoldOperationId
	| SourcesOperationId
	| WebhookOperationId
	| WorkflowOperationId;

/**
 * Every Preservica operation the sandbox has, with how we know it. Routes are made from this table, so nothing is served that is not in it.
 * Keys are the names of the project's reference, with a suffix where one name stands for several routes.
 */
const table: Readonly<Record<OperationId, Declared>> = {
	'TOK-01': {methods: ['POST'], path: '/api/accesstoken/login', evidence: 'documented'},
	'TOK-02': {
		methods: ['POST', 'PUT'],
		path: '/api/accesstoken/complete-2fa',
		evidence: 'client source',
		note: 'A code counts for its step and the one before and after, and more than once; a waiting sign-in lasts 5 minutes: assumed.',
	},
	'TOK-03': {
		methods: ['POST'],
		path: '/api/accesstoken/refresh',
		evidence: 'documented',
		note: 'The old access token stays valid to its end: assumed.',
	},
	'TOK-04': {
		methods: ['POST'],
		path: '/api/accesstoken/acquire-external',
		evidence: 'client source',
		note: 'Five minutes of clock difference, the 401, and no second factor being asked for: assumed.',
	},
	'TOK-05': {methods: ['POST'], path: '/api/accesstoken/revoke', evidence: 'client source'},
	'USR-01': {
		methods: ['GET'],
		path: '/api/user/details',
		evidence: 'client source',
		note: 'Only roles is known; the other keys are assumed.',
	},
	'USR-02': {
		methods: ['PUT'],
		path: '/api/user/password',
		evidence: 'client source',
		note: 'Answers 204; 400 for a wrong password or a new one of less than 15 characters: assumed.',
	},
	'USR-03': {
		methods: ['GET'],
		path: '/api/security/tags',
		evidence: 'client source',
		note: 'Names of permissions and of the wrappers: assumed.',
	},
	'USR-04': {
		methods: ['GET'],
		path: '/api/entitlement/edition',
		evidence: 'client source',
		note: 'From 7.3. The name of the edition: assumed.',
	},
	'CON-01': {
		methods: ['GET'],
		path: '/api/content/object-details',
		evidence: 'recorded',
		note: 'Properties about versions are left out. excludeproperties leaves out history, and other properties by their names: assumed.',
	},
	'CON-02': {
		methods: ['GET'],
		path: '/api/content/download',
		evidence: 'documented',
		note: 'Before 7.5, a representation of several files gives its first.',
	},
	'CON-03': {
		methods: ['GET'],
		path: '/api/content/thumbnail',
		evidence: 'client source',
		note: 'Ingested content gets a drawn placeholder; folders have none. The size must be given, as the maker says of all parameters.',
	},
	'UPL-01': {methods: ['GET'], path: '/api/s3/buckets', evidence: 'documented'},
	'UPL-02': {methods: ['HEAD'], path: '/api/s3/buckets/{bucket}', evidence: 'documented'},
	'UPL-03': {
		methods: ['HEAD'],
		path: '/api/s3/buckets/{bucket}/{key}',
		evidence: 'documented',
		note: 'Until the ingest has ended: assumed.',
	},
	'UPL-04': {
		methods: ['PUT'],
		path: '/api/s3/buckets/{bucket}/{key}',
		evidence: 'client source',
		note: 'Error codes are those of S3: assumed.',
	},
	'UPL-05': {methods: ['POST'], path: '/api/s3/buckets/{bucket}/{key}?uploads', evidence: 'client source'},
	'UPL-06': {methods: ['PUT'], path: '/api/s3/buckets/{bucket}/{key}?partNumber={n}&uploadId={id}', evidence: 'client source'},
	'UPL-07': {
		methods: ['POST'],
		path: '/api/s3/buckets/{bucket}/{key}?uploadId={id}',
		evidence: 'client source',
		note: 'Parts below 5 MiB, except the last, are refused as S3 does: assumed.',
	},
	'UPL-08': {methods: ['DELETE'], path: '/api/s3/buckets/{bucket}/{key}?uploadId={id}', evidence: 'documented'},
	'UPL-09': {methods: ['DELETE'], path: '/api/s3/buckets/{bucket}/{key}', evidence: 'documented'},
	'ENT-01': {
		methods: ['GET'],
		path: `${entity}/versiondetails/version`,
		evidence: 'client source',
		note: 'Name of the root element: assumed.',
	},
	'ENT-02': {
		methods: ['GET'],
		path: `${entity}/progress/:token`,
		evidence: 'client source',
		note: 'Names of the root and of each Error, and that whoever has a token may ask about it: assumed.',
	},
	'ENT-04': {methods: ['GET'], path: `${entity}/structural-objects/:ref`, evidence: 'client source'},
	'ENT-05': {
		methods: ['GET'],
		path: asset,
		evidence: 'client source',
		note: 'With expand=structure (ENT-07) the parts of XIP follow the asset: assumed.',
	},
	'ENT-06': {methods: ['GET'], path: contentObject, evidence: 'client source'},
	'ENT-08': {methods: ['GET'], path: `${entity}/structural-objects/:ref/children`, evidence: 'recorded', note: 'Order by title: assumed.'},
	'ENT-09': {methods: ['GET'], path: `${entity}/root/children`, evidence: 'recorded', note: 'Order by title: assumed.'},
	'ENT-10': {methods: ['GET'], path: `${entity}/entities/by-identifier`, evidence: 'client source'},
	'ENT-12': {
		methods: ['POST'],
		path: `${entity}/structural-objects`,
		evidence: 'client source',
		note: '409 for a reference in use: assumed.',
	},
	'ENT-14': {methods: ['PUT'], path: anyEntity, evidence: 'client source'},
	'ENT-15': {methods: ['PUT'], path: `${folderOrAsset}/parent-ref`, evidence: 'client source'},
	'ENT-16': {
		methods: ['PUT'],
		path: `${anyEntity}/security-descriptor`,
		evidence: 'client source',
		note: '422 for an unknown tag: assumed.',
	},
	'ENT-17': {methods: ['GET'], path: `${anyEntity}/identifiers`, evidence: 'client source'},
	'ENT-18': {methods: ['POST'], path: `${anyEntity}/identifiers`, evidence: 'client source'},
	'ENT-20': {methods: ['DELETE'], path: `${anyEntity}/identifiers/:apiId`, evidence: 'client source'},
	'ENT-21': {methods: ['GET'], path: `${folderOrAsset}/links`, evidence: 'client source'},
	'ENT-24': {methods: ['GET'], path: `${anyEntity}/metadata/:fragment`, evidence: 'client source'},
	'ENT-25': {methods: ['POST'], path: `${anyEntity}/metadata`, evidence: 'client source'},
	'ENT-26': {
		methods: ['PUT'],
		path: `${anyEntity}/metadata/:fragment`,
		evidence: 'client source',
		note: '400 for the reference of another fragment: assumed.',
	},
	'ENT-27': {methods: ['DELETE'], path: `${anyEntity}/metadata/:fragment`, evidence: 'client source'},
	'ENT-30': {methods: ['GET'], path: `${asset}/representations`, evidence: 'recorded'},
	'ENT-30 one': {methods: ['GET'], path: `${asset}/representations/:type/:index{[0-9]+}`, evidence: 'recorded'},
	'ENT-30 named': {methods: ['GET'], path: `${asset}/representations/:name`, evidence: 'recorded', note: 'Known from one recorded link.'},
	'ENT-31': {methods: ['GET'], path: `${contentObject}/generations`, evidence: 'recorded'},
	'ENT-31 one': {
		methods: ['GET'],
		path: `${contentObject}/generations/:generation{[0-9]+}`,
		evidence: 'recorded',
		note: 'Formats are guessed from file names.',
	},
	'ENT-32': {
		methods: ['GET'],
		path: `${contentObject}/generations/:generation{[0-9]+}/bitstreams/:bitstream{[0-9]+}`,
		evidence: 'recorded',
	},
	'ENT-32 content': {
		methods: ['GET'],
		path: `${contentObject}/generations/:generation{[0-9]+}/bitstreams/:bitstream{[0-9]+}/content`,
		evidence: 'client source',
		note: '403 without the permission to download: assumed.',
	},
	'ENT-34': {methods: ['GET'], path: `${anyEntity}/event-actions`, evidence: 'client source', note: 'From 6.1.'},
	...adminOperations,
	...authorityOperations,
	...metadataFormsOperations,
	...monitorOperations,
	...oaiOperations,
	...registryOperations,
	...renderOperations,
	...searchOperations,
	...settingsOperations,
	...processOperations,
	...entityOperations,
	...retentionOperations,
	...legalHoldOperations,
	...sourcesOperations,
	...webhookOperations,
	...workflowOperations,
};

/** Everything this part of the sandbox can be asked to do. */
export const preservicaOperations: readonly Operation[] = Object.entries(table).map(([id, {methods, path, evidence, note}]) => ({
	system: 'preservica',
	id,
	method: methods.join(', '),
	path: path.replaceAll(/:(\w+)(?:\{[^}]*\})?/gu, '{$1}'),
	evidence,
	note,
}));

/** The APIs whose paths may carry a version (1.1, 1.4). */
const versioned: readonly string[] = [entity, '/api/admin'];

/** Serves an operation at its addresses and, for the entity and admin APIs, also at those that carry a version (1.4). */
export function operation(app: Hono, id: OperationId, handler: Handler): void {
	const {methods, path, also = []} = table[id];
	const paths = [path, ...also].flatMap(each => {
		const base = versioned.find(start => each.startsWith(`${start}/`));
		return base === undefined ? [each] : [each, each.replace(base, `${base}/:version{v[0-9]+\\.[0-9]+}`)];
	});
	app.on([...methods], paths, handler);
}
