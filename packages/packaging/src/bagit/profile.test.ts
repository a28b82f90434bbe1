import {describe, expect, it} from 'vitest';
import {entry} from '../fixtures/entries.ts';
import exampleProfile from '../fixtures/bagit-conformance/profile.json' with {type: 'json'};
import {filesOf, treeOf} from '../fixtures/trees.ts';
import {bagLayout, readBagProfile, validateBag, type BagLayoutOptions, type BagProfile} from './index.ts';

const identifier = 'https://example.org/profile.json';
const plain: BagProfile = {'BagIt-Profile-Info': {'BagIt-Profile-Identifier': identifier}};
const date = new Date('2026-11-21T10:00:00Z');

async function problemsOf(
	profile: Partial<BagProfile>,
	options: BagLayoutOptions = {},
	serialization?: string,
	payload = [entry('a.tif', 'x')],
): Promise<readonly string[]> {
	const info = {'BagIt-Profile-Identifier': identifier, 'Contact-Name': 'Ada'};
	const bag = await filesOf(
		bagLayout(payload, {date, info, digests: ['sha256'], tagFiles: [entry('meta/mods.xml', '<mods/>')], ...options}),
	);
	const {findings} = await validateBag(treeOf(bag), {profile: {...plain, ...profile}, serialization});
	return findings.filter(({severity}) => severity === 'error').map(({code}) => code);
}

const remote = {url: 'https://example.org/b', size: 1, path: 'data/b.tif', digests: {sha256: '0'.repeat(64)}};

describe('a bag that conforms to a profile', () => {
	it.each<[string, Partial<BagProfile>, BagLayoutOptions?, string?]>([
		['that demands nothing', {}],
		[
			'in its labels',
			{'Bag-Info': {'contact-name': {required: true, values: ['Ada', 'Bob'], repeatable: false}, Other: {required: false}}},
		],
		['in its versions', {'Accept-BagIt-Version': ['0.97', '1.0']}],
		[
			'in its manifests',
			{'Manifests-Required': ['sha256'], 'Manifests-Allowed': ['sha256', 'sha512'], 'Tag-Manifests-Required': ['sha256']},
		],
		['in its tag files', {'Tag-Files-Required': ['meta/mods.xml'], 'Tag-Files-Allowed': ['meta/*.xml']}],
		['in its payload', {'Payload-Files-Required': ['data/a.tif'], 'Payload-Files-Allowed': ['data/?.[tj]*']}],
		['in its serialization', {Serialization: 'required', 'Accept-Serialization': ['application/zip']}, {}, 'application/zip'],
		['as a holey bag', {'Fetch.txt-Required': true}, {fetch: [remote]}],
	])('is told nothing: %s', async (_, profile, options, serialization) => {
		expect(await problemsOf(profile, options, serialization)).toEqual([]);
	});

	it('may have no payload, or one empty file, if the profile says so', async () => {
		expect(await problemsOf({'Data-Empty': true}, {}, undefined, [entry('.keep', '')])).toEqual([]);
		expect(await problemsOf({'Data-Empty': true}, {}, undefined, [entry('.keep', 'x')])).toEqual(['profile-payload']);
	});
});

describe('a bag that does not conform', () => {
	it.each<[string, Partial<BagProfile>, string, BagLayoutOptions?, string?]>([
		['without its identifier', {}, 'profile-identifier', {info: {}}],
		['without a label', {'Bag-Info': {Title: {required: true}}}, 'profile-label'],
		[
			'with a label twice',
			{'Bag-Info': {Title: {repeatable: false}}},
			'profile-label',
			{
				info: [
					['BagIt-Profile-Identifier', identifier],
					['Title', 'a'],
					['title', 'b'],
				],
			},
		],
		['with another value', {'Bag-Info': {'Contact-Name': {values: ['Bob']}}}, 'profile-value'],
		['of another version', {'Accept-BagIt-Version': ['0.97']}, 'profile-version'],
		['without a manifest', {'Manifests-Required': ['sha256', 'md5']}, 'profile-manifest'],
		['with a manifest too many', {'Manifests-Allowed': ['md5']}, 'profile-manifest'],
		['without a tag manifest', {'Tag-Manifests-Required': ['md5']}, 'profile-manifest'],
		['with a tag manifest too many', {'Tag-Manifests-Allowed': ['md5']}, 'profile-manifest'],
		['without a tag file', {'Tag-Files-Required': ['meta/ead.xml']}, 'profile-file'],
		['with a tag file too many', {'Tag-Files-Allowed': ['*.txt']}, 'profile-file'],
		['without a payload file', {'Payload-Files-Required': ['data/b/']}, 'profile-file'],
		['with a payload file too many', {'Payload-Files-Allowed': ['data/*.jpg']}, 'profile-file'],
		['with fetch.txt', {'Allow-Fetch.txt': false}, 'profile-fetch', {fetch: [remote]}],
		['without fetch.txt', {'Fetch.txt-Required': true}, 'profile-fetch'],
		['as a file', {Serialization: 'forbidden'}, 'profile-serialization', {}, 'application/zip'],
		['as a folder', {Serialization: 'required'}, 'profile-serialization'],
		[
			'as a file of another kind',
			{Serialization: 'optional', 'Accept-Serialization': ['application/x-tar']},
			'profile-serialization',
			{},
			'application/zip',
		],
	])('is told so: %s', async (_, profile, code, options, serialization) => {
		expect(await problemsOf(profile, options, serialization)).toEqual([code]);
	});

	it('is told what is only recommended as a warning', async () => {
		const bag = await filesOf(bagLayout([entry('a', 'x')], {date, info: {'BagIt-Profile-Identifier': identifier}}));
		const {status, findings} = await validateBag(treeOf(bag), {profile: {...plain, 'Bag-Info': {Title: {recommended: true}}}});
		expect(findings).toEqual([expect.objectContaining({code: 'profile-label', severity: 'warning'})]);
		expect(status).toBe('valid');
	});

	it('is not begun when that is known before', () => {
		const options = {date, profile: {...plain, 'Bag-Info': {Title: {required: true}}, 'Manifests-Required': ['md5']}};
		expect(() => bagLayout([], options)).toThrow(/Identifier.*"Title".*md5/);
		const info = {'BagIt-Profile-Identifier': identifier, Title: 'x'};
		expect(() => bagLayout([], {...options, info, digests: ['md5']})).not.toThrow();
	});
});

describe('the document of a profile', () => {
	it('may require what its patterns allow', () => {
		const fitting = {
			...plain,
			'Tag-Files-Required': ['meta/a.xml'],
			'Tag-Files-Allowed': ['*.xml'],
			'Manifests-Required': ['md5'],
			'Manifests-Allowed': ['MD5'],
		};
		expect(readBagProfile(JSON.stringify(fitting))).toEqual(fitting);
		const folder = {...plain, 'Payload-Files-Required': ['data/scans/'], 'Payload-Files-Allowed': ['data/*.tif']};
		expect(readBagProfile(JSON.stringify(folder))).toEqual(folder);
	});

	it('is read as it is', () => {
		expect(readBagProfile(JSON.stringify(exampleProfile))).toEqual(exampleProfile);
	});

	it.each([
		['no JSON', '{'],
		['a list', '[]'],
		['without an identifier', '{"BagIt-Profile-Info": {}}'],
		['with a text for a list', JSON.stringify({...plain, 'Manifests-Required': 'md5'})],
		['with a number in a list', JSON.stringify({...plain, 'Tag-Files-Allowed': [1]})],
		['with a text for a flag', JSON.stringify({...plain, 'Allow-Fetch.txt': 'no'})],
		['with an unknown serialization', JSON.stringify({...plain, Serialization: 'perhaps'})],
		['with labels that are no objects', JSON.stringify({...plain, 'Bag-Info': {Title: true}})],
		['with a flag of a label that is a text', JSON.stringify({...plain, 'Bag-Info': {Title: {required: true, repeatable: 'no'}}})],
		[
			'with a manifest that is required and not allowed',
			JSON.stringify({...plain, 'Manifests-Required': ['sha1'], 'Manifests-Allowed': ['md5']}),
		],
		[
			'with a tag file that is required and not allowed',
			JSON.stringify({...plain, 'Tag-Files-Required': ['a.xml'], 'Tag-Files-Allowed': ['*.txt']}),
		],
		['with values that are no list', JSON.stringify({...plain, 'Bag-Info': {Title: {values: 'x'}}})],
	])('is refused: %s', (_, json) => {
		expect(() => readBagProfile(json)).toThrow(expect.objectContaining({name: 'ConfigurationError'}));
	});
});
