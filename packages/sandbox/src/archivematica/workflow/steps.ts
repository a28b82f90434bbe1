import {decisionOf} from './decisions.ts';
import type {Decision} from './decisions.ts';

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
	/** The source is a bag. */
	readonly bag: boolean;
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
const packed: Condition = circumstances => !chose('compression_algo', 'Uncompressed')(circumstances);
const normalised = chose('normalize', 'Normalize for preservation', 'Normalize for preservation and access');

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
/** The job after which names hold only what every file system takes. */
export const namesJob = 'Change object and directory filenames';

/** From the start of a transfer to its SIP. Groups and names are those of the reference (4.6) and of the recorded answers. */
export const transferSteps: readonly StepDefinition[] = [
	step(
		'Verify transfer compliance',
		job('Check if file or folder', {link: 'bda96b35-48c7-44fc-9c9e-d7c5a05016c1'}),
		job(bagJob, {only: ({bag}) => bag}),
		job('Attempt restructure for compliance', {link: 'aa9ba088-0b1e-4962-a9d7-79d7a0cbea2d', only: ({bag}) => !bag}),
		job(complianceJob, {link: '45063ad6-f374-4215-a2c4-ac47be4ce2cd'}),
		job('Verify mets_structmap.xml compliance', {link: '87e7659c-d5de-4541-a09c-6deec966a0c0'}),
	),
	step('Rename with transfer UUID', job('Rename with transfer UUID', {link: '6bd4d385-c490-4c42-a195-dace8697891c'})),
	step(
		'Assign file UUIDs and checksums',
		ask('assign_uuids_to_directories'),
		job('Assign file UUIDs to objects', {link: '52269473-5325-4a11-b38a-c4aafcbd8f54', perFile: true}),
		job('Assign checksums and file sizes to objects', {link: '28a9f8a8-0006-4828-96d5-892e6e279f72', perFile: true}),
	),
	step('Verify transfer checksums', job('Verify metadata directory checksums', {link: '5e4bd4e8-d158-4c2a-be89-51e3e9bd4a06'})),
	step('Generate METS.xml document', job('Generate METS.xml document', {link: '307edcde-ad10-401c-92c4-652917c993ed'})),
	step('Scan for viruses', job('Scan for viruses', {link: '1c2550f1-3fc0-45d8-8bc4-4c06d720283b', perFile: true})),
	step(
		'Change transfer filenames',
		job(namesJob, {link: '2584b25c-8d98-44b7-beca-2b3ea2ea2505'}),
		job('Change transfer name', {link: 'a329d39b-4711-4231-b54e-b5958934dccb'}),
	),
	step(
		'Identify file format',
		ask('select_format_id_tool_transfer'),
		job('Determine which files to identify', {link: 'c3269a0a-91db-44e8-96d0-9c748cf80177'}),
		job('Identify file format', {link: '2522d680-c7d9-4d06-8b11-a28d8bd8a71f', perFile: true}),
	),
	step(
		'Extract packages',
		job('Determine if transfer contains packages', {link: 'b944ec7f-7f99-491f-986d-58914c9bb4fa'}),
		ask('extract_packages', ({packages}) => packages),
	),
	step(
		'Validation',
		job('Validate formats', {link: 'a536828c-be65-4088-80bd-eb511a0a063d', perFile: true}),
		ask('policy_checks_originals'),
	),
	step(
		'Characterize and extract metadata',
		job('Characterize and extract metadata', {link: '303a65f6-a16f-4a06-807b-cb3425a30201', perFile: true}),
		job('Load labels from metadata/file_labels.csv', {link: '1b1a4565-b501-407b-b40f-2f20889423f1'}),
		job('Load rights', {link: '1a136608-ae7b-42b4-bf2f-de0e514cfd47'}),
	),
	step(
		'Examine contents',
		ask('examine_contents'),
		job('Examine contents', {perFile: true, only: chose('examine_contents', 'Examine contents')}),
	),
	step(
		'Generate transfer structure report',
		ask('generate_transfer_structure'),
		job('Save directory tree', {link: '4efe00da-6ed0-45dd-89ca-421b78c4b6be', only: chose('generate_transfer_structure', 'Yes')}),
	),
	step(
		'Complete transfer',
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

/** From a SIP to its stored AIP. */
export const ingestSteps: readonly StepDefinition[] = [
	step('Verify SIP compliance', job('Rename SIP directory with SIP UUID'), job('Verify SIP compliance')),
	step(
		'Normalize',
		ask('select_format_id_tool_ingest'),
		ask('normalize'),
		job('Normalize for preservation', {perFile: true, only: normalised}),
		ask('normalize_transfer', normalised),
	),
	step('Add final metadata', ask('reminder')),
	step(
		'Process metadata directory',
		job('Assign checksums and file sizes to metadata'),
		ask('virus_scanning'),
		job('Scan for viruses in metadata', {only: chose('virus_scanning', 'Yes')}),
	),
	step('Process submission documentation', job('Copy transfer submission documentation'), ask('select_format_id_tool_submissiondocs')),
	step('Transcribe SIP contents', ask('transcribe_file'), job('Transcribe', {perFile: true, only: chose('transcribe_file', 'Yes')})),
	step('Bind PIDs', ask('bind_pids'), job('Bind PIDs', {only: chose('bind_pids', 'Yes')})),
	step('Generate AIP METS', ask('normative_structmap'), job('Generate METS.xml document')),
	step('Prepare AIP', job('Prepare AIP'), ask('compression_algo'), ask('compression_level', packed), job('Compress AIP', {only: packed})),
	step(
		'Store AIP',
		ask('store_aip'),
		job('Verify AIP'),
		ask('store_aip_location'),
		job(storeJob),
		job('Clean up after storing AIP'),
		job(lastJob),
	),
];

/** What a transfer does when a person sends it to the backlog. */
export const backlogSteps: readonly StepDefinition[] = [step('Create SIP from Transfer', job(backlogJob))];

/** What happens at the end of a unit that a person turned down, or that failed for good. */
export const endings: Readonly<Record<'reject' | 'fail', Readonly<Record<'transfer' | 'ingest', readonly StepDefinition[]>>>> = {
	reject: {
		transfer: [step('Reject transfer', job('Move to the rejected directory'))],
		ingest: [step('Reject SIP', job('Move to the rejected directory'))],
	},
	fail: {
		transfer: [step('Failed transfer', job('Email fail report'), job('Move to the failed directory'))],
		ingest: [step('Failed SIP', job('Email fail report'), job('Move to the failed directory'))],
	},
};

/** What happens to a transfer that does not comply at first: the unit reports FAILED for this long, and goes on (reference, 2.2). */
export const repairSteps: readonly StepDefinition[] = [
	step('Failed transfer compliance', job('Attempt restructure for compliance'), job('Verify transfer compliance')),
];
