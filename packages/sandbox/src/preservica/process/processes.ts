import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';

/** An ingest process and what sets it off. */
export interface IngestProcess {
	readonly apiId: string;
	readonly name: string;
	readonly description: string;
	readonly type: string;
	readonly active: boolean;
	readonly trigger: {readonly type: string};
}

/** The process that takes what arrives in the tenant's bucket. */
const packageIngest = '0d3c5a7e91b24f6880a1c3e5f7092b4d';

/** The processes of a new tenancy. */
export const firstProcesses: readonly IngestProcess[] = [
	{
		apiId: packageIngest,
		name: 'Package Ingest',
		description: 'Ingests every package that arrives in the upload bucket.',
		type: 'S3',
		active: true,
		trigger: {type: 'UPLOAD'},
	},
	{
		apiId: '5b1f8d2c6e4a40739c8e7d6f5a4b3c2e',
		name: 'Incremental OPEX Ingest',
		description: 'Ingests OPEX containers that lie below opex/ in a source. The sandbox sets it off when it is switched on.',
		type: 'OPEX',
		active: false,
		trigger: {type: 'SCHEDULE'},
	},
];

/** Ingest processes. */
export class Processes {
	readonly ingests: Collection<IngestProcess>;

	constructor(context: SandboxContext) {
		this.ingests = context.store.collection('preservica.processes');
	}

	/** Is what arrives in the tenant's bucket ingested? */
	get takesPackages(): boolean {
		return this.ingests.get(packageIngest)?.active === true;
	}
}
