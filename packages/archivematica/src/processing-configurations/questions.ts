import type {ProcessingChoices} from './processing-choices.ts';

/** One decision point of the workflow (reference 4.8, appendix F). */
export interface ProcessingPlace {
	/** The workflow link that asks: `appliesTo`. */
	readonly link: string;
	/** The question, as the dashboard and `dashboard.waiting()` show it. */
	readonly question: string;
	readonly microservice: string;
	/** What each answer is in `goToChain`. Empty for locations, which a pipeline has of its own. */
	readonly answers: Readonly<Record<string, string>>;
	/** Answers that a person can give and the form for configurations does not offer. */
	readonly lastResorts?: Readonly<Record<string, string>> | undefined;
}

/** A question of the form for processing configurations. It may be asked in several places of the workflow. */
export interface ProcessingQuestion {
	/** Its key in {@link ProcessingChoices}. */
	readonly name: keyof ProcessingChoices;
	/** Its name in Archivematica's form. */
	readonly field: string;
	/** The purpose of the locations that answer it. */
	readonly purpose: 'AS' | 'DS' | undefined;
	readonly places: readonly ProcessingPlace[];
}

/** Every question that can be answered beforehand, in the order of the form. */
export const processingQuestions: readonly ProcessingQuestion[] = [
	question('virusScanning', 'virus_scanning', [
		{
			link: '856d2d65-cd25-49fa-8da9-cabb78292894',
			question: 'Do you want to scan for viruses in metadata?',
			microservice: 'Process metadata directory',
			answers: {Yes: '6e431096-c403-4cbf-a59a-a26e86be54a8', No: '63767e4b-9ce8-4fe2-8724-65cc1f763de0'},
		},
		{
			link: '1dad74a2-95df-4825-bbba-dca8b91d2371',
			question: 'Do you want to scan for viruses in extracted files?',
			microservice: 'Extract packages',
			answers: {Yes: '1ac7d792-b63f-46e0-9945-d48d9e5c02c9', No: '697c0883-798d-4af7-b8b6-101c7f709cd5'},
		},
		{
			link: '7e81f94e-6441-4430-a12d-76df09181b66',
			question: 'Do you want to scan for viruses in directories?',
			microservice: 'Scan for viruses',
			answers: {Yes: '97be337c-ff27-4869-bf63-ef1abc9df15d', No: '77355172-b437-4324-9dcc-e2607ad27cb1'},
		},
		{
			link: '390d6507-5029-4dae-bcd4-ce7178c9b560',
			question: 'Do you want to scan for viruses in attachments?',
			microservice: 'Scan for viruses',
			answers: {Yes: '34944d4f-762e-4262-8c79-b9fd48521ca0', No: '63be6081-bee8-4cf5-a453-91893e31940f'},
		},
		{
			link: '97a5ddc0-d4e0-43ac-a571-9722405a0a9b',
			question: 'Do you want to scan for viruses in submission documentation?',
			microservice: 'Process submission documentation',
			answers: {Yes: '3e8c0c39-3f30-4c9b-a449-85eef1b2a458', No: '7f5244fe-590b-4e38-beaf-0cf1ccb9e71b'},
		},
	]),
	question('assignUuidsToDirectories', 'assign_uuids_to_directories', [
		{
			link: 'bd899573-694e-4d33-8c9b-df0af802437d',
			question: 'Assign UUIDs to directories?',
			microservice: 'Assign file UUIDs and checksums',
			answers: {Yes: '2dc3f487-e4b0-4e07-a4b3-6216ed24ca14', No: '891f60d0-1ba8-48d3-b39e-dd0934635d29'},
		},
	]),
	question('generateTransferStructure', 'generate_transfer_structure', [
		{
			link: '56eebd45-5600-4768-a8c2-ec0114555a3d',
			question: 'Generate transfer structure report',
			microservice: 'Generate transfer structure report',
			answers: {Yes: 'df54fec1-dae1-4ea6-8d17-a839ee7ac4a7', No: 'e9eaef1e-c2e0-4e3b-b942-bfb537162795'},
		},
	]),
	question('identifyTransferFormats', 'select_format_id_tool_transfer', [
		{
			link: 'f09847c2-ee51-429a-9478-a860477f6b8d',
			question: 'Do you want to perform file format identification?',
			microservice: 'Identify file format',
			answers: {Yes: 'd97297c7-2b49-4cfe-8c9f-0613d63ed763', No: '1f77af0a-2f7a-468f-af8c-653a9e61ca4f'},
		},
	]),
	question('extractPackages', 'extract_packages', [
		{
			link: 'dec97e3c-5598-4b99-b26e-f87a435a6b7f',
			question: 'Extract packages?',
			microservice: 'Extract packages',
			answers: {Yes: '01d80b27-4ad1-4bd1-8f8d-f819f18bf685', No: '79f1f5af-7694-48a4-b645-e42790bbf870'},
		},
	]),
	question('deletePackages', 'delete_packages', [
		{
			link: 'f19926dd-8fb5-4c79-8ade-c83f61f55b40',
			question: 'Delete package after extraction?',
			microservice: 'Extract packages',
			answers: {Yes: '85b1e45d-8f98-4cae-8336-72f40e12cbef', No: '72e8443e-a8eb-49a8-ba5f-76d52f960bde'},
		},
	]),
	question('policyChecksOnOriginals', 'policy_checks_originals', [
		{
			link: '70fc7040-d4fb-4d19-a0e6-792387ca1006',
			question: 'Perform policy checks on originals?',
			microservice: 'Validation',
			answers: {Yes: 'c611a6ff-dfdb-46d1-b390-f366a6ea6f66', No: '3e891cc4-39d2-4989-a001-5107a009a223'},
		},
	]),
	question('examineContents', 'examine_contents', [
		{
			link: 'accea2bf-ba74-4a3a-bb97-614775c74459',
			question: 'Examine contents?',
			microservice: 'Examine contents',
			answers: {
				'Examine contents': '06f03bb3-121d-4c85-bec7-abbc5320a409',
				'Skip examine contents': 'e0a39199-c62a-4a2f-98de-e9d1116460a8',
			},
		},
	]),
	question('createSip', 'create_sip', [
		{
			link: 'bb194013-597c-4e4a-8493-b36d190f8717',
			question: 'Create SIP(s)',
			microservice: 'Create SIP from Transfer',
			answers: {
				'Create single SIP and continue processing': '61cfa825-120e-4b17-83e6-51a42b67d969',
				'Send to backlog': '7065d256-2f47-4b7d-baec-2c4699626121',
			},
			lastResorts: {'Reject transfer': '1b04ec43-055c-43b7-9543-bd03c6a778ba'},
		},
	]),
	question('identifyIngestFormats', 'select_format_id_tool_ingest', [
		{
			link: '7a024896-c4f7-4808-a240-44c87c762bc5',
			question: 'Do you want to perform file format identification?',
			microservice: 'Normalize',
			answers: {Yes: '5b3c8268-5b33-4b70-b1aa-0e4540fe03d1', 'No, use existing data': '3c1faec7-7e1e-4cdd-b3bd-e2f05f4baa9b'},
		},
	]),
	question('normalize', 'normalize', [
		{
			link: 'cb8e5706-e73f-472f-ad9b-d1236af8095f',
			question: 'Normalize',
			microservice: 'Normalize',
			answers: {
				'Normalize for preservation and access': 'b93cecd4-71f2-4e28-bc39-d32fd62c5a94',
				'Normalize for preservation': '612e3609-ce9a-4df6-a9a3-63d634d2d934',
				'Normalize for access': 'fb7a326e-1e50-4b48-91b9-4917ff8d0ae8',
				'Normalize service files for access': 'e600b56d-1a43-4031-9d7c-f64f123e5662',
				'Normalize manually': 'c34bd22a-d077-4180-bf58-01db35bdb644',
				'Do not normalize': '89cb80dd-0636-464f-930d-57b61e3928b2',
			},
			lastResorts: {'Reject SIP': 'a6ed697e-6189-4b4e-9f80-29209abc7937'},
		},
		{
			link: '7509e7dc-1e1b-4dce-8d21-e130515fce73',
			question: 'Normalize',
			microservice: 'Normalize',
			answers: {
				'Normalize for preservation': '612e3609-ce9a-4df6-a9a3-63d634d2d934',
				'Do not normalize': 'e8544c5e-9cbb-4b8f-a68b-6d9b4d7f7362',
			},
			lastResorts: {'Reject SIP': 'a6ed697e-6189-4b4e-9f80-29209abc7937'},
		},
	]),
	question('approveNormalization', 'normalize_transfer', [
		{
			link: 'de909a42-c5b5-46e1-9985-c031b50e9d30',
			question: 'Approve normalization',
			microservice: 'Normalize',
			answers: {Yes: '1e0df175-d56d-450d-8bee-7df1dc7ae815'},
			lastResorts: {Redo: 'cbe9b4a3-e4e6-4a32-8d7c-3adfc409cb6f', Reject: '169a5448-c756-4705-a920-737de6b8d595'},
		},
	]),
	question('thumbnails', 'normalize_thumbnail_mode', [
		{
			link: '498f7a6d-1b8c-431a-aa5d-83f14f3c5e65',
			question: 'Choose thumbnail mode',
			microservice: 'Normalize',
			answers: {
				Yes: 'c318b224-b718-4535-a911-494b1af6ff26',
				'Yes, without default icons': '89f098ef-1cb2-4a97-ad67-4c0f14d0546b',
				No: '972fce6c-52c8-4c00-99b9-d6814e377974',
			},
		},
	]),
	question('policyChecksOnPreservationDerivatives', 'policy_checks_preservation_derivatives', [
		{
			link: '153c5f41-3cfb-47ba-9150-2dd44ebc27df',
			question: 'Perform policy checks on preservation derivatives?',
			microservice: 'Policy checks for derivatives',
			answers: {Yes: '3a55f688-eca3-4ebc-a012-4ce68290e7b0', No: 'b7ce05f0-9d94-4b3e-86cc-d4b2c6dba546'},
		},
	]),
	question('policyChecksOnAccessDerivatives', 'policy_checks_access_derivatives', [
		{
			link: '8ce07e94-6130-4987-96f0-2399ad45c5c2',
			question: 'Perform policy checks on access derivatives?',
			microservice: 'Policy checks for derivatives',
			answers: {Yes: 'd9760427-b488-4381-832a-de10106de6fe', No: '76befd52-14c3-44f9-838f-15a4e01624b0'},
		},
	]),
	question('bindPids', 'bind_pids', [
		{
			link: 'a2ba5278-459a-4638-92d9-38eb1588717d',
			question: 'Bind PIDs?',
			microservice: 'Bind PIDs',
			answers: {Yes: '8f9dceb5-b978-43e0-a364-8b317a3ac43b', No: '44a7c397-8187-4fd2-b8f7-c61737c4df49'},
		},
	]),
	question('documentEmptyDirectories', 'normative_structmap', [
		{
			link: 'd0dfa5fc-e3c2-4638-9eda-f96eea1070e0',
			question: 'Document empty directories?',
			microservice: 'Generate AIP METS',
			answers: {Yes: '29881c21-3548-454a-9637-ebc5fd46aee0', No: '65273f18-5b4e-4944-af4f-09be175a88e8'},
		},
	]),
	question('metadataReminder', 'reminder', [
		{
			link: 'eeb23509-57e2-4529-8857-9d62525db048',
			question: 'Reminder: add metadata if desired',
			microservice: 'Add final metadata',
			answers: {Continue: '5727faac-88af-40e8-8c10-268644b0142d'},
		},
	]),
	question('transcribe', 'transcribe_file', [
		{
			link: '82ee9ad2-2c74-4c7c-853e-e4eaf68fc8b6',
			question: 'Transcribe SIP contents?',
			microservice: 'Transcribe SIP contents',
			answers: {Yes: '35151db8-3a11-4b49-8865-f6697ef0ac75', No: '0a24787c-00e3-4710-b324-90e792bfb484'},
		},
	]),
	question('identifySubmissionDocumentationFormats', 'select_format_id_tool_submissiondocs', [
		{
			link: '087d27be-c719-47d8-9bbb-9a7d8b609c44',
			question: 'Do you want to perform file format identification?',
			microservice: 'Process submission documentation',
			answers: {Yes: '4dec164b-79b0-4459-8505-8095af9655b5', No: '782bbf56-e220-48b5-9eb6-6610583f2072'},
		},
	]),
	question('compressionAlgorithm', 'compression_algo', [
		{
			link: '01d64f58-8295-4b7b-9cab-8f1b153a504f',
			question: 'Select compression algorithm',
			microservice: 'Prepare AIP',
			answers: {
				'7z using bzip2': '9475447c-9889-430c-9477-6287a9574c5b',
				'7z using lzma': 'c96353b9-0d55-46cf-baa0-d7c3e180dd43',
				'7z without compression': 'e3906da0-41fb-4cb8-a598-6c73981b63e9',
				'Gzipped tar': '9ce711ab-96d1-45dd-8708-de69698c1424',
				'Parallel bzip2': 'f61b00a1-ef2e-4dc4-9391-111c6f42b9a7',
				Uncompressed: 'dc04c4c0-07ea-4796-b643-66d967ed33a4',
			},
		},
	]),
	question('compressionLevel', 'compression_level', [
		{
			link: '01c651cb-c174-4ba4-b985-1d87a44d6754',
			question: 'Select compression level',
			microservice: 'Prepare AIP',
			answers: {
				'1 - fastest compression': 'ecfad581-b007-4612-a0e0-fcc551f4057f',
				'3 - fast compression': '85b2243e-ff97-4ca8-80e8-3c6b0842b360',
				'5 - normal compression': '414da421-b83f-4648-895f-a34840e3c3f5',
				'7 - maximum compression': '4e31f579-68bd-4be1-a10e-ec5411897121',
				'9 - ultra compression': '6d52fd24-8c06-4c8e-997a-e427ba0acc36',
			},
		},
	]),
	question('storeAip', 'store_aip', [
		{
			link: '2d32235c-02d4-4686-88a6-96f4d6c7b1c3',
			question: 'Store AIP',
			microservice: 'Store AIP',
			answers: {Yes: '9efab23c-31dc-4cbd-a39d-bb1665460cbe'},
			lastResorts: {'Reject AIP': '433f4e6b-1ef4-49f8-b1e4-49693791a806'},
		},
	]),
	locationQuestion('storeAipLocation', 'store_aip_location', 'AS', {
		link: 'b320ce81-9982-408a-9502-097d0daa48fa',
		question: 'Store AIP location',
		microservice: 'Store AIP',
	}),
	question('uploadDip', 'upload_dip', [
		{
			link: '92879a29-45bf-4f0b-ac43-e64474f0f2f9',
			question: 'Upload DIP',
			microservice: 'Upload DIP',
			answers: {
				'Upload DIP to AtoM': '0fe9842f-9519-4067-a691-8a363132ae24',
				'Upload DIP to ArchivesSpace': '3572f844-5e69-4000-a24b-4e32d3487f82',
				'Upload DIP to CONTENTdm': '526eded3-2280-4f10-ac86-eff6c464cc81',
				'Do not upload DIP': '6eb8ebe7-fab3-4e4c-b9d7-14de17625baa',
			},
		},
	]),
	question('storeDip', 'store_dip', [
		{
			link: '5e58066d-e113-4383-b20b-f301ed4d751c',
			question: 'Store DIP?',
			microservice: 'Upload DIP',
			answers: {'Store DIP': '8d29eb3d-a8a8-4347-806e-3d8227ed44a1', 'Reject DIP': '4500f34e-f004-4ccf-8720-5c38d0be2254'},
		},
	]),
	locationQuestion('storeDipLocation', 'store_dip_location', 'DS', {
		link: 'cd844b6e-ab3c-4bc6-b34f-7103f88715de',
		question: 'Store DIP location',
		microservice: 'Upload DIP',
	}),
];

/** The question and the place behind a workflow link. */
export function questionAt(link: string): {readonly question: ProcessingQuestion; readonly place: ProcessingPlace} | undefined {
	return places.get(link);
}

const places: ReadonlyMap<string, {readonly question: ProcessingQuestion; readonly place: ProcessingPlace}> = new Map(
	processingQuestions.flatMap(known => known.places.map(place => [place.link, {question: known, place}])),
);

function question(name: ProcessingQuestion['name'], field: string, asked: readonly ProcessingPlace[]): ProcessingQuestion {
	return {name, field, purpose: undefined, places: asked};
}

function locationQuestion(
	name: ProcessingQuestion['name'],
	field: string,
	purpose: 'AS' | 'DS',
	place: Omit<ProcessingPlace, 'answers'>,
): ProcessingQuestion {
	return {name, field, purpose, places: [{...place, answers: {}}]};
}
