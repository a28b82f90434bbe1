/** An answer to a decision point. */
export interface Choice {
	readonly name: string;
	/** The identifier in a processing configuration: of a chain, or the address of a location. */
	readonly value: string;
	/** Where this answer leads when it is not simply further. */
	readonly leads?: 'reject' | 'reject-aip' | 'backlog' | 'redo' | undefined;
}

/** A question the workflow asks (reference, 4.8 and appendix F). */
export interface Decision {
	/** The name of the field in the form of processing configurations; a field that several links ask for has the later ones' subject added. */
	readonly field: string;
	/** The link of the workflow that asks it. */
	readonly link: string;
	/** The question, which is the name of the job. */
	readonly question: string;
	readonly choices: readonly Choice[];
	/** What the built-in configuration `automated` answers: a choice's value. */
	readonly automated: string;
	/** Whether the built-in configuration `default` answers it too. Where it does not, a transfer waits for a person. */
	readonly minor: boolean;
}

const yes = (value: string): Choice => ({name: 'Yes', value});
const no = (value: string): Choice => ({name: 'No', value});

/**
 * The choice of "Select compression algorithm" that packs an AIP. The sandbox has no 7-Zip and no bzip2: `automated` names the gzipped tar
 * here, and the others lead to one as well.
 */
const gzippedTar = '9ce711ab-96d1-45dd-8708-de69698c1424';
/** The choice of "Select compression algorithm" that leaves an AIP a directory. */
export const uncompressed = 'dc04c4c0-07ea-4796-b643-66d967ed33a4';
/** The choice of "Create SIP(s)" that goes on. */
const singleSip = '61cfa825-120e-4b17-83e6-51a42b67d969';
/** The choice of "Create SIP(s)" that stops a transfer in the backlog. */
const sendToBacklog = '7065d256-2f47-4b7d-baec-2c4699626121';
/** The choice of "Extract packages?" that does not. */
const keepPackages = '79f1f5af-7694-48a4-b645-e42790bbf870';

function decision(field: string, link: string, question: string, minor: boolean, ...choices: readonly Choice[]): Decision {
	return {field, link, question, choices, automated: choices[0]?.value ?? '', minor};
}

/** Every question the sandbox's workflow asks, in the order in which they come. The first choice is what `automated` answers. */
export const decisions: readonly Decision[] = [
	decision(
		'assign_uuids_to_directories',
		'bd899573-694e-4d33-8c9b-df0af802437d',
		'Assign UUIDs to directories?',
		true,
		no('891f60d0-1ba8-48d3-b39e-dd0934635d29'),
		yes('2dc3f487-e4b0-4e07-a4b3-6216ed24ca14'),
	),
	decision(
		'virus_scanning_directories',
		'7e81f94e-6441-4430-a12d-76df09181b66',
		'Do you want to scan for viruses in directories?',
		true,
		yes('97be337c-ff27-4869-bf63-ef1abc9df15d'),
		no('77355172-b437-4324-9dcc-e2607ad27cb1'),
	),
	decision(
		'virus_scanning_attachments',
		'390d6507-5029-4dae-bcd4-ce7178c9b560',
		'Do you want to scan for viruses in attachments?',
		true,
		yes('34944d4f-762e-4262-8c79-b9fd48521ca0'),
		no('63be6081-bee8-4cf5-a453-91893e31940f'),
	),
	decision(
		'select_format_id_tool_transfer',
		'f09847c2-ee51-429a-9478-a860477f6b8d',
		'Do you want to perform file format identification?',
		true,
		yes('d97297c7-2b49-4cfe-8c9f-0613d63ed763'),
		no('1f77af0a-2f7a-468f-af8c-653a9e61ca4f'),
	),
	decision(
		'extract_packages',
		'dec97e3c-5598-4b99-b26e-f87a435a6b7f',
		'Extract packages?',
		false,
		no(keepPackages),
		yes('01d80b27-4ad1-4bd1-8f8d-f819f18bf685'),
	),
	decision(
		'delete_packages',
		'f19926dd-8fb5-4c79-8ade-c83f61f55b40',
		'Delete package after extraction?',
		true,
		no('72e8443e-a8eb-49a8-ba5f-76d52f960bde'),
		yes('85b1e45d-8f98-4cae-8336-72f40e12cbef'),
	),
	decision(
		'virus_scanning_extracted',
		'1dad74a2-95df-4825-bbba-dca8b91d2371',
		'Do you want to scan for viruses in extracted files?',
		true,
		yes('1ac7d792-b63f-46e0-9945-d48d9e5c02c9'),
		no('697c0883-798d-4af7-b8b6-101c7f709cd5'),
	),
	decision(
		'policy_checks_originals',
		'70fc7040-d4fb-4d19-a0e6-792387ca1006',
		'Perform policy checks on originals?',
		true,
		no('3e891cc4-39d2-4989-a001-5107a009a223'),
		yes('c611a6ff-dfdb-46d1-b390-f366a6ea6f66'),
	),
	decision(
		'examine_contents',
		'accea2bf-ba74-4a3a-bb97-614775c74459',
		'Examine contents?',
		false,
		{name: 'Skip examine contents', value: 'e0a39199-c62a-4a2f-98de-e9d1116460a8'},
		{name: 'Examine contents', value: '06f03bb3-121d-4c85-bec7-abbc5320a409'},
	),
	decision(
		'generate_transfer_structure',
		'56eebd45-5600-4768-a8c2-ec0114555a3d',
		'Generate transfer structure report',
		true,
		yes('df54fec1-dae1-4ea6-8d17-a839ee7ac4a7'),
		no('e9eaef1e-c2e0-4e3b-b942-bfb537162795'),
	),
	decision(
		'create_sip',
		'bb194013-597c-4e4a-8493-b36d190f8717',
		'Create SIP(s)',
		false,
		{name: 'Create single SIP and continue processing', value: singleSip},
		{name: 'Send to backlog', value: sendToBacklog, leads: 'backlog'},
		{name: 'Reject transfer', value: '1b04ec43-055c-43b7-9543-bd03c6a778ba', leads: 'reject'},
	),
	decision(
		'select_format_id_tool_ingest',
		'7a024896-c4f7-4808-a240-44c87c762bc5',
		'Do you want to perform file format identification?',
		true,
		{name: 'No, use existing data', value: '3c1faec7-7e1e-4cdd-b3bd-e2f05f4baa9b'},
		yes('5b3c8268-5b33-4b70-b1aa-0e4540fe03d1'),
	),
	decision(
		'normalize',
		'cb8e5706-e73f-472f-ad9b-d1236af8095f',
		'Normalize',
		false,
		{name: 'Normalize for preservation', value: '612e3609-ce9a-4df6-a9a3-63d634d2d934'},
		{name: 'Normalize for preservation and access', value: 'b93cecd4-71f2-4e28-bc39-d32fd62c5a94'},
		{name: 'Normalize for access', value: 'fb7a326e-1e50-4b48-91b9-4917ff8d0ae8'},
		{name: 'Normalize service files for access', value: 'e600b56d-1a43-4031-9d7c-f64f123e5662'},
		{name: 'Normalize manually', value: 'c34bd22a-d077-4180-bf58-01db35bdb644'},
		{name: 'Do not normalize', value: '89cb80dd-0636-464f-930d-57b61e3928b2'},
		{name: 'Reject SIP', value: 'a6ed697e-6189-4b4e-9f80-29209abc7937', leads: 'reject'},
	),
	decision(
		'normalize_existing_access',
		'7509e7dc-1e1b-4dce-8d21-e130515fce73',
		'Normalize',
		false,
		{name: 'Normalize for preservation', value: '612e3609-ce9a-4df6-a9a3-63d634d2d934'},
		{name: 'Do not normalize', value: 'e8544c5e-9cbb-4b8f-a68b-6d9b4d7f7362'},
		{name: 'Reject SIP', value: 'a6ed697e-6189-4b4e-9f80-29209abc7937', leads: 'reject'},
	),
	decision(
		'normalize_thumbnail_mode',
		'498f7a6d-1b8c-431a-aa5d-83f14f3c5e65',
		'Choose thumbnail mode',
		true,
		yes('c318b224-b718-4535-a911-494b1af6ff26'),
		{name: 'Yes, without default icons', value: '89f098ef-1cb2-4a97-ad67-4c0f14d0546b'},
		no('972fce6c-52c8-4c00-99b9-d6814e377974'),
	),
	decision(
		'normalize_transfer',
		'de909a42-c5b5-46e1-9985-c031b50e9d30',
		'Approve normalization',
		false,
		yes('1e0df175-d56d-450d-8bee-7df1dc7ae815'),
		{name: 'Redo', value: 'cbe9b4a3-e4e6-4a32-8d7c-3adfc409cb6f', leads: 'redo'},
		{name: 'Reject', value: '169a5448-c756-4705-a920-737de6b8d595', leads: 'reject'},
	),
	decision(
		'policy_checks_preservation_derivatives',
		'153c5f41-3cfb-47ba-9150-2dd44ebc27df',
		'Perform policy checks on preservation derivatives?',
		true,
		no('b7ce05f0-9d94-4b3e-86cc-d4b2c6dba546'),
		yes('3a55f688-eca3-4ebc-a012-4ce68290e7b0'),
	),
	decision(
		'policy_checks_access_derivatives',
		'8ce07e94-6130-4987-96f0-2399ad45c5c2',
		'Perform policy checks on access derivatives?',
		true,
		no('76befd52-14c3-44f9-838f-15a4e01624b0'),
		yes('d9760427-b488-4381-832a-de10106de6fe'),
	),
	decision('reminder', 'eeb23509-57e2-4529-8857-9d62525db048', 'Reminder: add metadata if desired', false, {
		name: 'Continue',
		value: '5727faac-88af-40e8-8c10-268644b0142d',
	}),
	decision(
		'virus_scanning',
		'856d2d65-cd25-49fa-8da9-cabb78292894',
		'Do you want to scan for viruses in metadata?',
		true,
		yes('6e431096-c403-4cbf-a59a-a26e86be54a8'),
		no('63767e4b-9ce8-4fe2-8724-65cc1f763de0'),
	),
	decision(
		'virus_scanning_submission',
		'97a5ddc0-d4e0-43ac-a571-9722405a0a9b',
		'Do you want to scan for viruses in submission documentation?',
		true,
		yes('3e8c0c39-3f30-4c9b-a449-85eef1b2a458'),
		no('7f5244fe-590b-4e38-beaf-0cf1ccb9e71b'),
	),
	decision(
		'select_format_id_tool_submissiondocs',
		'087d27be-c719-47d8-9bbb-9a7d8b609c44',
		'Do you want to perform file format identification?',
		true,
		yes('4dec164b-79b0-4459-8505-8095af9655b5'),
		no('782bbf56-e220-48b5-9eb6-6610583f2072'),
	),
	decision(
		'transcribe_file',
		'82ee9ad2-2c74-4c7c-853e-e4eaf68fc8b6',
		'Transcribe SIP contents?',
		true,
		no('0a24787c-00e3-4710-b324-90e792bfb484'),
		yes('35151db8-3a11-4b49-8865-f6697ef0ac75'),
	),
	decision(
		'bind_pids',
		'a2ba5278-459a-4638-92d9-38eb1588717d',
		'Bind PIDs?',
		true,
		no('44a7c397-8187-4fd2-b8f7-c61737c4df49'),
		yes('8f9dceb5-b978-43e0-a364-8b317a3ac43b'),
	),
	decision(
		'normative_structmap',
		'd0dfa5fc-e3c2-4638-9eda-f96eea1070e0',
		'Document empty directories?',
		true,
		no('65273f18-5b4e-4944-af4f-09be175a88e8'),
		yes('29881c21-3548-454a-9637-ebc5fd46aee0'),
	),
	decision(
		'compression_algo',
		'01d64f58-8295-4b7b-9cab-8f1b153a504f',
		'Select compression algorithm',
		true,
		{name: 'Gzipped tar', value: gzippedTar},
		{name: '7z using bzip2', value: '9475447c-9889-430c-9477-6287a9574c5b'},
		{name: '7z using lzma', value: 'c96353b9-0d55-46cf-baa0-d7c3e180dd43'},
		{name: '7z without compression', value: 'e3906da0-41fb-4cb8-a598-6c73981b63e9'},
		{name: 'Parallel bzip2', value: 'f61b00a1-ef2e-4dc4-9391-111c6f42b9a7'},
		{name: 'Uncompressed', value: uncompressed},
	),
	decision(
		'compression_level',
		'01c651cb-c174-4ba4-b985-1d87a44d6754',
		'Select compression level',
		true,
		{name: '5 - normal compression', value: '414da421-b83f-4648-895f-a34840e3c3f5'},
		{name: '1 - fastest compression', value: 'ecfad581-b007-4612-a0e0-fcc551f4057f'},
		{name: '3 - fast compression', value: '85b2243e-ff97-4ca8-80e8-3c6b0842b360'},
		{name: '7 - maximum compression', value: '4e31f579-68bd-4be1-a10e-ec5411897121'},
		{name: '9 - ultra compression', value: '6d52fd24-8c06-4c8e-997a-e427ba0acc36'},
	),
	decision('store_aip', '2d32235c-02d4-4686-88a6-96f4d6c7b1c3', 'Store AIP', false, yes('9efab23c-31dc-4cbd-a39d-bb1665460cbe'), {
		name: 'Reject AIP',
		value: '433f4e6b-1ef4-49f8-b1e4-49693791a806',
		leads: 'reject-aip',
	}),
	decision('store_aip_location', 'b320ce81-9982-408a-9502-097d0daa48fa', 'Store AIP location', false, {
		name: 'Default location',
		value: '/api/v2/location/default/AS/',
	}),
	decision(
		'upload_dip',
		'92879a29-45bf-4f0b-ac43-e64474f0f2f9',
		'Upload DIP',
		false,
		{name: 'Do not upload DIP', value: '6eb8ebe7-fab3-4e4c-b9d7-14de17625baa'},
		{name: 'Upload DIP to AtoM', value: '0fe9842f-9519-4067-a691-8a363132ae24'},
		{name: 'Upload DIP to ArchivesSpace', value: '3572f844-5e69-4000-a24b-4e32d3487f82'},
		{name: 'Upload DIP to CONTENTdm', value: '526eded3-2280-4f10-ac86-eff6c464cc81'},
	),
	decision(
		'store_dip',
		'5e58066d-e113-4383-b20b-f301ed4d751c',
		'Store DIP?',
		false,
		{name: 'Store DIP', value: '8d29eb3d-a8a8-4347-806e-3d8227ed44a1'},
		{name: 'Reject DIP', value: '4500f34e-f004-4ccf-8720-5c38d0be2254'},
	),
	decision('store_dip_location', 'cd844b6e-ab3c-4bc6-b34f-7103f88715de', 'Store DIP location', false, {
		name: 'Default location',
		value: '/api/v2/location/default/DS/',
	}),
];

/** The question with this field name. @throws Error when there is none, which is a mistake in the sandbox. */
export function decisionOf(field: string): Decision {
	const found = decisions.find(candidate => candidate.field === field);
	if (!found) throw new Error(`The sandbox's workflow has no decision "${field}".`);
	return found;
}

/** The value of a choice by its name. @throws Error when there is none, which is a mistake in the sandbox. */
export function choiceNamed(field: string, name: string): string {
	const found = decisionOf(field).choices.find(choice => choice.name === name);
	if (!found) throw new Error(`The sandbox's decision "${field}" has no choice "${name}".`);
	return found.value;
}
