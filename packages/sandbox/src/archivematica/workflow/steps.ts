import {decisionOf} from './decisions.ts';
import type {Decision} from './decisions.ts';
import {cleanedTypes} from './compliance.ts';
import {transferTypes} from './transfer-types.ts';
import type {TransferType} from './transfer-types.ts';

/** One job of the workflow. */
export interface JobDefinition {
	readonly name: string;
	/** The workflow link, where a recorded answer or the reference gives it. */
	readonly link: string | undefined;
	/** Runs one task for each file, not one for the unit. */
	readonly perFile: boolean;
	readonly decision: Decision | undefined;
	/** When the job is left out of a unit's workflow. */
	readonly only: Condition | undefined;
}

/** A microservice group: what takes one step's duration. */
export interface StepDefinition {
	readonly microservice: string;
	readonly jobs: readonly JobDefinition[];
}

/** What a job may depend on. */
export interface Circumstances {
	/** Some of the files are packages (zip, tar, …). */
	readonly packages: boolean;
	/** The kind of transfer. */
	readonly type: TransferType;
	/** Some of the files are access copies made beforehand. */
	readonly access: boolean;
	/** The value chosen at a decision point that has been passed. */
	chosen(field: string): string | undefined;
}

type Condition = (circumstances: Circumstances) => boolean;

interface JobOptions {
	readonly link?: string;
	readonly perFile?: boolean;
	readonly only?: Condition;
}

function job(name: string, {link, perFile = false, only}: JobOptions = {}): JobDefinition {
	return {name, link, perFile, decision: undefined, only};
}

function ask(field: string, only?: Condition): JobDefinition {
	const decision = decisionOf(field);
	return {name: decision.question, link: decision.link, perFile: false, decision, only};
}

function step(microservice: string, ...jobs: readonly JobDefinition[]): StepDefinition {
	return {microservice, jobs};
}

const chose = (field: string, ...names: readonly string[]): Condition => {
	const values = new Set(decisionOf(field).choices.flatMap(({name, value}) => (names.includes(name) ? [value] : [])));
	return circumstances => values.has(circumstances.chosen(field) ?? '');
};
const both =
	(...conditions: readonly Condition[]): Condition =>
	circumstances =>
		conditions.every(condition => condition(circumstances));
const either =
	(...conditions: readonly Condition[]): Condition =>
	circumstances =>
		conditions.some(condition => condition(circumstances));
const isA =
	(...types: readonly TransferType[]): Condition =>
	({type}) =>
		types.includes(type);
const not =
	(condition: Condition): Condition =>
	circumstances =>
		!condition(circumstances);

const bag: Condition = ({type}) => transferTypes[type].bag;
const packed = not(chose('compression_algo', 'Uncompressed'));
const extracting: Condition = both(({packages}) => packages, chose('extract_packages', 'Yes'));
const forPreservation = either(
	chose('normalize', 'Normalize for preservation', 'Normalize for preservation and access'),
	chose('normalize_existing_access', 'Normalize for preservation'),
);
/** A DIP is made: the normalisation chosen has access copies, or the transfer brought them along. */
const forAccess = either(
	chose('normalize', 'Normalize for preservation and access', 'Normalize for access', 'Normalize service files for access'),
	({access}) => access,
);
const normalised = either(forPreservation, forAccess, chose('normalize', 'Normalize manually'));

/** The job whose appearance makes a transfer complete. */
export const createSipJob = 'Create SIP from transfer objects';
/** The job whose appearance says that a transfer is in the backlog. */
export const backlogJob = 'Move transfer to backlog';
/** The job that hands the AIP to the Storage Service. */
export const storeJob = 'Store the AIP';
/** The job whose appearance makes a SIP complete. */
export const lastJob = 'Remove the processing directory';
/** The job that a transfer without files never gets past. */
export const objectsJob = 'Check transfer directory for objects';
/** The job a repair begins at. */
export const complianceJob = 'Verify transfer compliance';
/** The job that checks a bag. */
export const bagJob = 'Verify bag, and restructure for compliance';
/** The job that compares files with the checksums they came with. */
export const checksumJob = 'Verify metadata directory checksums';
/** The job that imports `rights.csv`. */
export const rightsJob = 'Load rights';
/** The job that opens packages. */
export const extractJob = 'Extract contents from compressed archives';
/** The job that hands the DIP to the Storage Service. */
export const storeDipJob = 'Store DIP';
/** The job a SIP's repair begins at. */
export const sipComplianceJob = 'Verify SIP compliance';
/** The job that waits for the approval of a reingest of metadata or objects. */
export const reingestApproval = 'Approve AIP reingest';
/** The group of the jobs a reingest of metadata or objects begins with. */
export const reingestGroup = 'Reingest AIP';
/** The job after which names hold only what every file system takes. */
export const namesJob = 'Change object and directory filenames';

/** From the start of a transfer to its SIP. Groups and names are those of the reference (4.6) and of the recorded answers. */
export const transferSteps: readonly StepDefinition[] = [
	step(
		'Verify transfer compliance',
		job('Check if file or folder', {link: 'bda96b35-48c7-44fc-9c9e-d7c5a05016c1'}),
		job('Extract zipped transfer', {only: isA('zipfile')}),
		job('Extract zipped bag transfer', {only: isA('zipped bag')}),
		job('Set transfer type: DSpace', {link: '26bf24c9-9139-4923-bf99-aa8648b1692b', only: isA('dspace')}),
		job('Set transfer type: Maildir', {only: isA('maildir')}),
		job('Set transfer type: TRIM', {only: isA('TRIM')}),
		job('Set transfer type: Dataverse', {only: isA('dataverse')}),
		job('Set specialized processing link', {link: 'f2a019ea-0601-419c-a475-1b96a927a2fb', only: isA('dspace', 'maildir', 'TRIM')}),
		job('Remove hidden files and directories', {link: '50b67418-cb8d-434d-acc9-4a8324e7fdd2', only: isA(...cleanedTypes)}),
		job('Remove unneeded files', {link: '5d780c7d-39d0-4f4a-922b-9d1b0d217bca', only: isA(...cleanedTypes)}),
		job(bagJob, {only: bag}),
		job('Convert Dataverse structure', {only: isA('dataverse')}),
		job('Attempt restructure for compliance', {link: 'aa9ba088-0b1e-4962-a9d7-79d7a0cbea2d', only: not(bag)}),
		job(complianceJob, {link: '45063ad6-f374-4215-a2c4-ac47be4ce2cd'}),
		job('Verify mets_structmap.xml compliance', {link: '87e7659c-d5de-4541-a09c-6deec966a0c0'}),
	),
	step('Rename with transfer UUID', job('Rename with transfer UUID', {link: '6bd4d385-c490-4c42-a195-dace8697891c'})),
	step(
		'Assign file UUIDs and checksums',
		ask('assign_uuids_to_directories'),
		job('Assign UUIDs to directories', {link: 'b08ad32b-f94f-4c2a-9fb0-9ef9328718dd', only: chose('assign_uuids_to_directories', 'Yes')}),
		job('Assign file UUIDs to objects', {link: '52269473-5325-4a11-b38a-c4aafcbd8f54', perFile: true}),
		job('Assign checksums and file sizes to objects', {link: '28a9f8a8-0006-4828-96d5-892e6e279f72', perFile: true}),
	),
	step(
		'Identify DSpace files',
		job('Identify DSpace mets files', {link: '8ec0b0c1-79ad-4d22-abcd-8e95fcceabbc', only: isA('dspace')}),
		job('Identify DSpace text files', {link: 'd0dfbd93-d2d0-44db-9945-94fd8de8a1d4', only: isA('dspace')}),
		job('Verify checksums in fileSec of DSpace METS files', {link: '2fd123ea-196f-4c9c-95c0-117aa65ed9c6', only: isA('dspace')}),
	),
	step(
		'Verify transfer checksums',
		job(checksumJob, {link: '5e4bd4e8-d158-4c2a-be89-51e3e9bd4a06'}),
		job('Verify TRIM checksums', {only: isA('TRIM')}),
	),
	step('Generate METS.xml document', job('Generate METS.xml document', {link: '307edcde-ad10-401c-92c4-652917c993ed'})),
	step(
		'Scan for viruses',
		ask('virus_scanning_directories', not(isA('maildir'))),
		ask('virus_scanning_attachments', isA('maildir')),
		job('Scan for viruses', {
			link: '1c2550f1-3fc0-45d8-8bc4-4c06d720283b',
			perFile: true,
			only: either(chose('virus_scanning_directories', 'Yes'), chose('virus_scanning_attachments', 'Yes')),
		}),
	),
	step(
		'Change transfer filenames',
		job(namesJob, {link: '2584b25c-8d98-44b7-beca-2b3ea2ea2505'}),
		job('Change transfer name', {link: 'a329d39b-4711-4231-b54e-b5958934dccb'}),
	),
	step(
		'Identify file format',
		ask('select_format_id_tool_transfer'),
		job('Determine which files to identify', {link: 'c3269a0a-91db-44e8-96d0-9c748cf80177'}),
		job('Identify file format', {
			link: '2522d680-c7d9-4d06-8b11-a28d8bd8a71f',
			perFile: true,
			only: chose('select_format_id_tool_transfer', 'Yes'),
		}),
	),
	step(
		'Extract packages',
		job('Determine if transfer contains packages', {link: 'b944ec7f-7f99-491f-986d-58914c9bb4fa'}),
		ask('extract_packages', ({packages}) => packages),
		ask('delete_packages', extracting),
		job(extractJob, {only: extracting}),
		ask('virus_scanning_extracted', extracting),
		job('Scan for viruses in extracted files', {only: both(extracting, chose('virus_scanning_extracted', 'Yes'))}),
	),
	step(
		'Validation',
		job('Validate formats', {link: 'a536828c-be65-4088-80bd-eb511a0a063d', perFile: true}),
		ask('policy_checks_originals'),
		job('Policy checks for originals', {perFile: true, only: chose('policy_checks_originals', 'Yes')}),
	),
	step(
		'Characterize and extract metadata',
		job('Characterize and extract metadata', {link: '303a65f6-a16f-4a06-807b-cb3425a30201', perFile: true}),
		job('Load labels from metadata/file_labels.csv', {link: '1b1a4565-b501-407b-b40f-2f20889423f1'}),
		job(rightsJob, {link: '1a136608-ae7b-42b4-bf2f-de0e514cfd47'}),
	),
	step(
		'Examine contents',
		ask('examine_contents'),
		job('Examine contents', {perFile: true, only: chose('examine_contents', 'Examine contents')}),
	),
	step(
		'Parse external files',
		job('Determine if Dataverse METS XML needs to be parsed', {
			link: 'ec3c965c-c056-47e3-a551-ad1966e00824',
			only: isA('dspace', 'dataverse'),
		}),
		job('Parse Dataverse METS XML', {only: isA('dataverse')}),
	),
	step(
		'Generate transfer structure report',
		ask('generate_transfer_structure'),
		job('Save directory tree', {link: '4efe00da-6ed0-45dd-89ca-421b78c4b6be', only: chose('generate_transfer_structure', 'Yes')}),
	),
	step(
		'Complete transfer',
		job('Parse external METS', {link: '675acd22-828d-4949-adc7-1888240f5e3d'}),
		job('Create transfer metadata XML', {link: 'db99ab43-04d7-44ab-89ec-e09d7bbdc39d'}),
		job('Move to SIP creation directory for completed transfers', {link: 'd27fd07e-d3ed-4767-96a5-44a2251c6d0a'}),
	),
	step(
		'Create SIP from Transfer',
		job(objectsJob, {link: '032cdc54-0b9b-4caf-86e8-10d63efbaec0'}),
		job('Load options to create SIPs', {link: 'b04e9232-2aea-49fc-9560-27349c8eba4e'}),
		ask('create_sip'),
		job('Serialize Dublin Core metadata to disk', {link: 'f378ec85-adcc-4ee6-ada2-bc90cfe20efb'}),
		job(createSipJob, {link: '39a128e3-c35d-40b7-9363-87f75091e1ff'}),
	),
];

/** What a reingest of metadata or objects does first once it is approved. */
export const reingestSteps: readonly StepDefinition[] = [
	step(reingestGroup, job('Restructure reingested AIP'), job('Populate database with reingested AIP data')),
];

/** From a SIP to its stored AIP and, where access copies are made, its DIP. */
export const ingestSteps: readonly StepDefinition[] = [
	step('Verify SIP compliance', job('Rename SIP directory with SIP UUID'), job(sipComplianceJob)),
	step(
		'Normalize',
		ask('select_format_id_tool_ingest'),
		job('Check for Access directory'),
		ask('normalize', ({access}) => !access),
		ask('normalize_existing_access', ({access}) => access),
		ask('normalize_thumbnail_mode', normalised),
		job('Normalize for preservation', {perFile: true, only: forPreservation}),
		job('Normalize for access', {perFile: true, only: both(forAccess, ({access}) => !access)}),
		job('Normalize for thumbnails', {
			perFile: true,
			only: both(normalised, chose('normalize_thumbnail_mode', 'Yes', 'Yes, without default icons')),
		}),
		ask('normalize_transfer', normalised),
	),
	step(
		'Policy checks for derivatives',
		ask('policy_checks_preservation_derivatives', forPreservation),
		ask('policy_checks_access_derivatives', forAccess),
	),
	step('Add final metadata', ask('reminder')),
	step(
		'Process metadata directory',
		job('Assign checksums and file sizes to metadata'),
		ask('virus_scanning'),
		job('Scan for viruses in metadata', {only: chose('virus_scanning', 'Yes')}),
	),
	step(
		'Process submission documentation',
		job('Copy transfer submission documentation'),
		ask('virus_scanning_submission'),
		job('Scan for viruses in submission documentation', {only: chose('virus_scanning_submission', 'Yes')}),
		ask('select_format_id_tool_submissiondocs'),
	),
	step('Transcribe SIP contents', ask('transcribe_file'), job('Transcribe', {perFile: true, only: chose('transcribe_file', 'Yes')})),
	step('Bind PIDs', ask('bind_pids'), job('Bind PIDs', {only: chose('bind_pids', 'Yes')})),
	step('Generate AIP METS', ask('normative_structmap'), job('Generate METS.xml document')),
	step('Prepare DIP', job('Copy METS to DIP directory', {only: forAccess}), job('Generate DIP', {only: forAccess})),
	step('Prepare AIP', job('Prepare AIP'), ask('compression_algo'), ask('compression_level', packed), job('Compress AIP', {only: packed})),
	step(
		'Store AIP',
		ask('store_aip'),
		job('Verify AIP'),
		ask('store_aip_location'),
		job(storeJob, {link: '20515483-25ed-4133-b23e-5bb14cab8e22'}),
		job('Clean up after storing AIP'),
		job(lastJob),
	),
	step(
		'Upload DIP',
		ask('upload_dip', forAccess),
		ask('store_dip', forAccess),
		ask('store_dip_location', both(forAccess, chose('store_dip', 'Store DIP'))),
		job(storeDipJob, {only: both(forAccess, chose('store_dip', 'Store DIP'))}),
		job(lastJob, {only: forAccess}),
	),
];

/** What a transfer does when a person sends it to the backlog. */
export const backlogSteps: readonly StepDefinition[] = [step('Create SIP from Transfer', job(backlogJob))];

const rejection = (microservice: string) => [step(microservice, job('Move to the rejected directory'))];
const failure = (microservice: string) => [step(microservice, job('Email fail report'), job('Move to the failed directory'))];

/** What happens at the end of a unit that a person turned down, or that failed for good. */
export const endings: Readonly<
	Record<'reject' | 'reject-aip' | 'fail', Readonly<Record<'transfer' | 'ingest', readonly StepDefinition[]>>>
> = {
	reject: {transfer: rejection('Reject transfer'), ingest: rejection('Reject SIP')},
	'reject-aip': {transfer: rejection('Reject transfer'), ingest: rejection('Reject AIP')},
	fail: {transfer: failure('Failed transfer'), ingest: failure('Failed SIP')},
};

/** What happens to a unit that does not comply at first: it reports FAILED for this long, and goes on (reference, 2.2). */
export const repairSteps: Readonly<Record<'transfer' | 'ingest', readonly StepDefinition[]>> = {
	transfer: [step('Failed transfer compliance', job('Attempt restructure for compliance'), job('Verify transfer compliance'))],
	ingest: [step('Failed compliance', job('Attempt restructure for compliance'), job('Verify SIP compliance'))],
};
