import {ConfigurationError, DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {type ProcessingChoices, processingQuestions, readProcessingConfiguration, writeProcessingConfiguration} from './index.ts';

const location = '7f0b2d3c-1111-4222-8333-444455556666';

/** A whole configuration; the compiler checks that no question is missing. */
const unattended: Required<ProcessingChoices> = {
	virusScanning: 'Yes',
	assignUuidsToDirectories: 'No',
	generateTransferStructure: 'Yes',
	identifyTransferFormats: 'Yes',
	extractPackages: 'No',
	deletePackages: 'No',
	policyChecksOnOriginals: 'No',
	examineContents: 'Skip examine contents',
	createSip: 'Create single SIP and continue processing',
	identifyIngestFormats: 'No, use existing data',
	normalize: 'Normalize for preservation',
	approveNormalization: 'Yes',
	thumbnails: 'Yes, without default icons',
	policyChecksOnPreservationDerivatives: 'No',
	policyChecksOnAccessDerivatives: 'No',
	bindPids: 'No',
	documentEmptyDirectories: 'No',
	metadataReminder: 'Continue',
	transcribe: 'No',
	identifySubmissionDocumentationFormats: 'Yes',
	compressionAlgorithm: '7z using bzip2',
	compressionLevel: '1 - fastest compression',
	storeAip: 'Yes',
	storeAipLocation: {location},
	uploadDip: 'Do not upload DIP',
	storeDip: 'Store DIP',
	storeDipLocation: 'default',
};

const entry = (link: string, value: string, more = '') =>
	`<preconfiguredChoice><appliesTo>${link}</appliesTo><goToChain>${value}</goToChain>${more}</preconfiguredChoice>`;
const file = (...entries: string[]) => `<processingMCP><preconfiguredChoices>${entries.join('')}</preconfiguredChoices></processingMCP>`;
const pairs = (xml: string) => readProcessingConfiguration(xml).entries.map(({link, value}) => [link, value]);

const normalize = 'cb8e5706-e73f-472f-ad9b-d1236af8095f';
const normalizeAgain = '7509e7dc-1e1b-4dce-8d21-e130515fce73';
const preservation = '612e3609-ce9a-4df6-a9a3-63d634d2d934';
const reminder = 'eeb23509-57e2-4529-8857-9d62525db048';

describe('writing', () => {
	it('gives the file that a transfer takes', () => {
		expect(writeProcessingConfiguration({normalize: 'Do not normalize', storeAipLocation: 'default'})).toBe(`<processingMCP>
  <preconfiguredChoices>
    <!-- Normalize -->
    <preconfiguredChoice>
      <appliesTo>cb8e5706-e73f-472f-ad9b-d1236af8095f</appliesTo>
      <goToChain>89cb80dd-0636-464f-930d-57b61e3928b2</goToChain>
    </preconfiguredChoice>
    <!-- Normalize -->
    <preconfiguredChoice>
      <appliesTo>7509e7dc-1e1b-4dce-8d21-e130515fce73</appliesTo>
      <goToChain>e8544c5e-9cbb-4b8f-a68b-6d9b4d7f7362</goToChain>
    </preconfiguredChoice>
    <!-- Store AIP location -->
    <preconfiguredChoice>
      <appliesTo>b320ce81-9982-408a-9502-097d0daa48fa</appliesTo>
      <goToChain>/api/v2/location/default/AS/</goToChain>
    </preconfiguredChoice>
  </preconfiguredChoices>
</processingMCP>
`);
	});

	it('answers a question in all the places that ask it: five for viruses', () => {
		expect(pairs(writeProcessingConfiguration({virusScanning: 'No'}))).toEqual([
			['856d2d65-cd25-49fa-8da9-cabb78292894', '63767e4b-9ce8-4fe2-8724-65cc1f763de0'],
			['1dad74a2-95df-4825-bbba-dca8b91d2371', '697c0883-798d-4af7-b8b6-101c7f709cd5'],
			['7e81f94e-6441-4430-a12d-76df09181b66', '77355172-b437-4324-9dcc-e2607ad27cb1'],
			['390d6507-5029-4dae-bcd4-ce7178c9b560', '63be6081-bee8-4cf5-a453-91893e31940f'],
			['97a5ddc0-d4e0-43ac-a571-9722405a0a9b', '7f5244fe-590b-4e38-beaf-0cf1ccb9e71b'],
		]);
	});

	it('answers only the places that offer the answer', () => {
		expect(pairs(writeProcessingConfiguration({normalize: 'Normalize for access'}))).toEqual([
			[normalize, 'fb7a326e-1e50-4b48-91b9-4917ff8d0ae8'],
		]);
	});

	it('is read again to the same choices', () => {
		expect(readProcessingConfiguration(writeProcessingConfiguration(unattended)).choices).toEqual(unattended);
		expect(pairs(writeProcessingConfiguration(unattended))).toHaveLength(27 + 4 + 1);
	});

	it.each(
		processingQuestions.flatMap(({name, places}) =>
			[...new Set(places.flatMap(({answers}) => Object.keys(answers)))].map(answer => [name, answer]),
		),
	)('is read again: %s is %s', (name, answer) => {
		const choices = {[name]: answer};
		expect(readProcessingConfiguration(writeProcessingConfiguration(choices)).choices).toMatchObject(choices);
	});

	it.each<ProcessingChoices>([
		{thumbnails: {value: 'new-in-2030'}},
		{storeDipLocation: {location}},
		{storeAipLocation: {value: '/api/v2/location/somewhere/'}},
		{virusScanning: {byLink: {'7e81f94e-6441-4430-a12d-76df09181b66': 'Yes', '390d6507-5029-4dae-bcd4-ce7178c9b560': {value: 'é <&> "'}}}},
		{virusScanning: {byLink: {'7e81f94e-6441-4430-a12d-76df09181b66': 'Yes', '390d6507-5029-4dae-bcd4-ce7178c9b560': 'No'}}},
		{normalize: {byLink: {[normalize]: 'Normalize for preservation'}}},
	])('is read again: %j', choices => {
		expect(readProcessingConfiguration(writeProcessingConfiguration(choices)).choices).toMatchObject(choices);
	});

	it('writes nothing for what is left to a person', () => {
		const empty = writeProcessingConfiguration({});
		expect(pairs(empty)).toEqual([]);
		expect(writeProcessingConfiguration({normalize: 'ask', storeAipLocation: 'ask', bindPids: undefined})).toBe(empty);
		expect(new Set(Object.values(readProcessingConfiguration(empty).choices))).toEqual(new Set([undefined]));
		expect(Object.keys(readProcessingConfiguration(empty).choices)).toHaveLength(27);
	});

	it('is checked by the compiler', () => {
		// @ts-expect-error: no such answer.
		expect(() => writeProcessingConfiguration({normalize: 'Normalise'})).toThrow(ConfigurationError);
		// @ts-expect-error: no such question.
		expect(() => writeProcessingConfiguration({normalise: 'Do not normalize'})).toThrow(ConfigurationError);
		// @ts-expect-error: locations have no names.
		expect(() => writeProcessingConfiguration({storeAipLocation: 'Yes'})).toThrow(ConfigurationError);
	});

	it.each<[unknown, string]>([
		[{normalise: 'Yes'}, "There is no question 'normalise'"],
		[{toString: 'Yes'}, "There is no question 'toString'"],
		[{normalize: 'Reject SIP'}, '"Reject SIP" is no answer to \'normalize\'. There are: Normalize for preservation and access; '],
		[{storeAip: 'No'}, 'There are: Yes; ask.'],
		[{storeAip: 'constructor'}, 'is no answer'],
		[{storeAip: {location}}, 'is no answer'],
		[{storeAipLocation: 'somewhere'}, '"somewhere" is no answer to \'storeAipLocation\' at “Store AIP location”'],
		[{storeAipLocation: {location: 'default/DS'}}, 'is no answer'],
		[{virusScanning: {value: 'x'}}, "'virusScanning' is asked in several places"],
		[{virusScanning: {byLink: {[reminder]: 'Yes'}}}, `'virusScanning' is not asked at ${reminder}, but at 856d2d65`],
		[{normalize: {byLink: {[normalizeAgain]: 'Normalize for access'}}}, "is no answer to 'normalize' at “Normalize”"],
	])('refuses %j', (choices, message) => {
		expect(() => writeProcessingConfiguration(choices as ProcessingChoices)).toThrow(ConfigurationError);
		expect(() => writeProcessingConfiguration(choices as ProcessingChoices)).toThrow(message);
	});
});

describe('reading', () => {
	it('names what it knows and keeps what it does not', () => {
		const {choices, entries} = readProcessingConfiguration(
			`<?xml version="1.0"?>
<!-- Ours -->
<processingMCP>
  <preconfiguredChoices>
    <!-- Send transfer to quarantine -->
    <preconfiguredChoice>
      <appliesTo>755b4177-c587-41a7-8c52-015277568302</appliesTo>
      <goToChain>d4404ab1-dc7f-4e9e-b1f8-aa861e766b8e</goToChain>
      <delay unitCtime="yes">2419200.0</delay>
    </preconfiguredChoice>
    ${entry(reminder, '5727faac-88af-40e8-8c10-268644b0142d')}
    <!-- Thumbnails --><!-- since 2030 -->${entry('498f7a6d-1b8c-431a-aa5d-83f14f3c5e65', 'something-new')}
    ${entry('bb194013-597c-4e4a-8493-b36d190f8717', '1b04ec43-055c-43b7-9543-bd03c6a778ba')}
  </preconfiguredChoices>
</processingMCP>`,
		);
		expect(choices).toMatchObject({metadataReminder: 'Continue', thumbnails: {value: 'something-new'}, normalize: undefined});
		expect(choices.createSip).toEqual({value: '1b04ec43-055c-43b7-9543-bd03c6a778ba'});
		expect(entries).toEqual([
			{
				link: '755b4177-c587-41a7-8c52-015277568302',
				value: 'd4404ab1-dc7f-4e9e-b1f8-aa861e766b8e',
				name: undefined,
				question: undefined,
				answer: undefined,
				delay: '2419200.0',
				comment: 'Send transfer to quarantine',
			},
			{
				link: reminder,
				value: '5727faac-88af-40e8-8c10-268644b0142d',
				name: 'metadataReminder',
				question: 'Reminder: add metadata if desired',
				answer: 'Continue',
				delay: undefined,
				comment: undefined,
			},
			expect.objectContaining({name: 'thumbnails', answer: undefined, comment: 'since 2030'}),
			expect.objectContaining({name: 'createSip', answer: 'Reject transfer'}),
		]);
	});

	it('tells one answer for all places from different ones', () => {
		expect(readProcessingConfiguration(file(entry(normalize, preservation), entry(normalizeAgain, preservation))).choices.normalize).toBe(
			'Normalize for preservation',
		);
		expect(readProcessingConfiguration(file(entry(normalize, preservation))).choices.normalize).toEqual({
			byLink: {[normalize]: 'Normalize for preservation'},
		});
	});

	it('takes the last of two answers, as the pipeline does', () => {
		const {choices, entries} = readProcessingConfiguration(
			file(entry(normalize, 'a'), entry(normalize, preservation), entry(normalizeAgain, preservation)),
		);
		expect(choices.normalize).toBe('Normalize for preservation');
		expect(entries).toHaveLength(3);
	});

	it('takes the default location of another purpose for what it is', () => {
		const link = 'b320ce81-9982-408a-9502-097d0daa48fa';
		const {choices} = readProcessingConfiguration(file(entry(link, '/api/v2/location/default/DS/')));
		expect(choices.storeAipLocation).toEqual({value: '/api/v2/location/default/DS/'});
	});

	it('takes no white space away: the pipeline does not either', () => {
		const {choices, entries} = readProcessingConfiguration(file(entry(`\n${reminder}\n`, '5727faac-88af-40e8-8c10-268644b0142d')));
		expect(choices.metadataReminder).toBeUndefined();
		expect(entries[0]?.link).toBe(`\n${reminder}\n`);
	});

	it('reads a file without entries, and several lists of them', () => {
		expect(readProcessingConfiguration('<processingMCP/>').entries).toEqual([]);
		const twice = `<processingMCP><preconfiguredChoices>${entry('a', 'b')}</preconfiguredChoices><preconfiguredChoices>${entry('c', 'd')}</preconfiguredChoices></processingMCP>`;
		expect(pairs(twice)).toEqual([
			['a', 'b'],
			['c', 'd'],
		]);
	});

	it.each([
		['', 'empty'],
		['<processingMCP>', ''],
		['<html/>', 'starts with <processingMCP>, this with <html>'],
		['<processingMCP xmlns="urn:x"/>', 'starts with <processingMCP>'],
		['<!DOCTYPE processingMCP><processingMCP/>', ''],
		[file('<preconfiguredChoice><goToChain>x</goToChain></preconfiguredChoice>'), '<preconfiguredChoice> has no <appliesTo>'],
		[file('<preconfiguredChoice><appliesTo>x</appliesTo></preconfiguredChoice>'), '<preconfiguredChoice> has no <goToChain>'],
	])('refuses %j', (xml, message) => {
		expect(() => readProcessingConfiguration(xml)).toThrow(DecodeError);
		expect(() => readProcessingConfiguration(xml)).toThrow(message === 'empty' ? DecodeError : message);
		expect(() => writeProcessingConfiguration({storeAip: 'Yes'}, {keep: xml})).toThrow(DecodeError);
	});
});

describe('changing', () => {
	const old = `<?xml version="1.0" encoding="UTF-8"?>
<!-- The archive's own & only -->
<?editor keep?>
<processingMCP version="2">
  <note xmlns="urn:archive">Don't touch</note>
  <preconfiguredChoices>
    <!-- Quarantine -->
    <preconfiguredChoice>
      <appliesTo>755b4177-c587-41a7-8c52-015277568302</appliesTo>
      <goToChain>d4404ab1-dc7f-4e9e-b1f8-aa861e766b8e</goToChain>
      <delay unitCtime="yes">50.0</delay>
    </preconfiguredChoice>
    <!-- Thumbnails <b> --><?here too?>
    <preconfiguredChoice>
      <appliesTo>498f7a6d-1b8c-431a-aa5d-83f14f3c5e65</appliesTo>
      <goToChain><!-- inside -->c318b224-b718-4535-a911-494b1af6ff26</goToChain>
      <extra a="1"/>
    </preconfiguredChoice>
    <!-- Reminder -->
    <preconfiguredChoice>
      <appliesTo>${reminder}</appliesTo>
      <goToChain>5727faac-88af-40e8-8c10-268644b0142d</goToChain>
    </preconfiguredChoice>
  </preconfiguredChoices>
</processingMCP>
<!-- The end: </processingMCP> -->
`;

	it('of nothing gives the same file', () => {
		expect(writeProcessingConfiguration({}, {keep: old})).toBe(old);
		expect(writeProcessingConfiguration(readProcessingConfiguration(old).choices, {keep: old})).toBe(
			old.replace('<!-- inside -->', ''), // The value is written anew.
		);
	});

	it('of one answer changes nothing else', () => {
		expect(writeProcessingConfiguration({thumbnails: 'No'}, {keep: old})).toBe(
			old.replace('<!-- inside -->c318b224-b718-4535-a911-494b1af6ff26', '972fce6c-52c8-4c00-99b9-d6814e377974'),
		);
	});

	it('takes an answer away with its comment', () => {
		const without = old.replace(/\n {4}<!-- Reminder -->.*?<\/preconfiguredChoice>/s, '');
		expect(writeProcessingConfiguration({metadataReminder: 'ask'}, {keep: old})).toBe(without);
		expect(writeProcessingConfiguration({metadataReminder: 'ask'}, {keep: without})).toBe(without);
	});

	it('adds an answer at the end', () => {
		const added = `
    <!-- Bind PIDs? -->
    <preconfiguredChoice>
      <appliesTo>a2ba5278-459a-4638-92d9-38eb1588717d</appliesTo>
      <goToChain>44a7c397-8187-4fd2-b8f7-c61737c4df49</goToChain>
    </preconfiguredChoice>
  </preconfiguredChoices>`;
		expect(writeProcessingConfiguration({bindPids: 'No'}, {keep: old})).toBe(old.replace('\n  </preconfiguredChoices>', added));
	});

	it('takes back what no longer fits: an answer that one place offers leaves none at the other', () => {
		const both = file(entry(normalize, preservation), entry(normalizeAgain, preservation));
		expect(pairs(writeProcessingConfiguration({normalize: 'Normalize manually'}, {keep: both}))).toEqual([
			[normalize, 'c34bd22a-d077-4180-bf58-01db35bdb644'],
		]);
	});

	it('changes every entry of a link that has several', () => {
		const twice = file(entry(reminder, 'a'), entry(reminder, 'b'));
		expect(pairs(writeProcessingConfiguration({metadataReminder: 'Continue'}, {keep: twice}))).toEqual([
			[reminder, '5727faac-88af-40e8-8c10-268644b0142d'],
			[reminder, '5727faac-88af-40e8-8c10-268644b0142d'],
		]);
		expect(pairs(writeProcessingConfiguration({metadataReminder: 'ask'}, {keep: twice}))).toEqual([]);
	});

	it('finds entries in every list, and makes a list where there is none', () => {
		const lists = `<processingMCP><preconfiguredChoices>${entry(reminder, 'a')}</preconfiguredChoices><preconfiguredChoices>${entry('x', 'y')}</preconfiguredChoices></processingMCP>`;
		expect(pairs(writeProcessingConfiguration({metadataReminder: 'Continue', storeAip: 'Yes'}, {keep: lists}))).toEqual([
			[reminder, '5727faac-88af-40e8-8c10-268644b0142d'],
			['x', 'y'],
			['2d32235c-02d4-4686-88a6-96f4d6c7b1c3', '9efab23c-31dc-4cbd-a39d-bb1665460cbe'],
		]);
		expect(pairs(writeProcessingConfiguration({metadataReminder: 'Continue'}, {keep: '<processingMCP/>'}))).toEqual([
			[reminder, '5727faac-88af-40e8-8c10-268644b0142d'],
		]);
	});

	it('writes UTF-8 whatever the file said it was', () => {
		const latin = "<?xml version='1.0' encoding='ISO-8859-1' standalone='yes'?><processingMCP/>";
		expect(writeProcessingConfiguration({}, {keep: latin})).toMatch(
			/^<\?xml version='1\.0' encoding="UTF-8" standalone='yes'\?><processingMCP>/,
		);
	});

	it('tells notes from character data and from tags that look ended', () => {
		const odd = `<processingMCP a="/>" b='>'><!-- one --><x><![CDATA[1 > <!-- none -->]]></x><y a='>'/><!-- ]]> --></processingMCP><!-- end -->`;
		expect(writeProcessingConfiguration({}, {keep: odd})).toMatch(
			/^<processingMCP .*><!-- one --><x>1 &gt; &lt;!-- none --&gt;<\/x><y .*\/><!-- ]]> --><preconfiguredChoices>\s*<\/preconfiguredChoices><\/processingMCP><!-- end -->$/,
		);
	});
});
