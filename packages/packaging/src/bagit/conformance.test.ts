import {describe, expect, it} from 'vitest';
import bags from '../fixtures/bagit-conformance/bags.json' with {type: 'json'};
import {treeOf} from '../fixtures/trees.ts';
import {validateBag} from './index.ts';

/** What the validation of each bag that is not simply valid has to tell, among others. */
const codes: Readonly<Record<string, string>> = {
	'v0.96/valid/bag-with-leading-dot-slash-in-manifest': 'manifest-prefix',
	'v0.97/invalid/baginfo-missing-encoding': 'bagit-malformed',
	'v0.97/invalid/bom-in-bagit.txt': 'bagit-malformed',
	'v0.97/invalid/corrupt-tag-file': 'digest-wrong',
	'v0.97/invalid/extra-file-in-bag': 'not-listed',
	'v0.97/invalid/missing-baginfo': 'missing',
	'v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch': 'unsafe-path',
	'v0.97/invalid/same-filename-listed-twice-with-different-hashes': 'listed-twice',
	'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path': 'unsafe-path',
	'v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch': 'unsafe-path',
	'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch': 'unsafe-path',
	'v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username': 'unsafe-path',
	'v0.97/valid/bag-with-leading-dot-slash-in-manifest': 'manifest-prefix',
	'v0.97/warning/duplicate-file-with-different-case': 'name-collision',
	'v0.97/warning/made-with-md5sum-tools': 'manifest-prefix',
	'v0.97/warning/same-filename-listed-twice-with-different-normalization': 'name-collision',
	'v0.97/warning/same-filename-listed-twice-with-the-same-hash': 'listed-twice',
	'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path': 'unsafe-path',
	'v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch': 'unsafe-path',
	'v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch': 'unsafe-path',
	'v0.97/windows-only/out-of-scope-file-paths-using-unc': 'unsafe-path',
	'v1.0/invalid/notAllManifestsListAllFiles': 'not-listed',
	'v1.0/invalid/same-filename-listed-twice-with-different-hashes': 'listed-twice',
};

/** Expected results by folder. What must fail on one system fails on all here: packages travel. */
const results: Readonly<Record<string, 'valid' | 'invalid'>> = {
	valid: 'valid',
	warning: 'valid',
	invalid: 'invalid',
	'linux-only': 'invalid',
	'windows-only': 'invalid',
};

const cases = Object.entries(bags).map(([name, files]) => ({name, result: results[name.split('/')[1] ?? ''], code: codes[name], files}));

function filesOf(files: object): (readonly [string, Uint8Array<ArrayBuffer>])[] {
	return Object.entries(files).map(([path, text]) => [path, Uint8Array.from(atob(String(text)), char => char.charCodeAt(0))]);
}

describe('the bagit-conformance-suite of the Library of Congress', () => {
	it('is there as a whole', () => {
		expect(cases).toHaveLength(40);
		expect(cases.filter(({result}) => result === undefined)).toEqual([]);
		expect(Object.keys(codes).filter(name => !(name in bags))).toEqual([]);
	});

	it.each(cases.filter(({name}) => name !== 'v0.97/invalid/missing-bagit.txt'))('$name is $result', async ({files, result, code}) => {
		const {status, findings} = await validateBag(treeOf(filesOf(files)));
		expect(status).toBe(result);
		expect(findings.map(finding => finding.code)).toEqual(code === undefined ? [] : expect.arrayContaining([code]));
	});

	it('v0.97/invalid/missing-bagit.txt is no bag', async () => {
		await expect(validateBag(treeOf(filesOf(bags['v0.97/invalid/missing-bagit.txt'])))).rejects.toMatchObject({
			name: 'PackageError',
			problem: 'not-a-bag',
		});
	});

	it('a bag of it in a ZIP file is found in its folder', async () => {
		const files = filesOf(bags['v0.97/valid/basic-bag']).map(([path, bytes]) => [`basic-bag/${path}`, bytes] as const);
		expect((await validateBag(treeOf(files))).status).toBe('valid');
	});
});
