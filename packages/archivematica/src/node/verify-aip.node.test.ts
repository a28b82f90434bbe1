import {chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {bagFiles, bagFolder, metsName} from '../fixtures/bag.ts';
import {fileUuid, metsDocument} from '../fixtures/mets.ts';
import {connect as connectServers, json, pointerFile, sipId, storagePackage, text} from '../fixtures/servers.ts';
import {makeTar} from '../fixtures/tar.ts';
import {hashStream} from '@fonds/core/hash';
import {checkSavedBag, saveAipFiles, verifyAip} from './index.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-aip-'));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(folder, {recursive: true});
});

const detail = `GET /api/v2/file/${sipId}/`;
const pointer = `GET /api/v2/file/${sipId}/pointer_file/`;
const target = `GET /api/v2/file/${sipId}/download/`;
const extract = `GET /api/v2/file/${sipId}/extract_file/`;

const connect = (routes: Parameters<typeof connectServers>[0]) => {
	const {archivematica, ...rest} = connectServers(routes);
	return {storage: archivematica.storage, ...rest};
};

const sample = async (change: Readonly<Record<string, string>> = {}) => ({...(await bagFiles()), ...change});
const tarOf = (files: Readonly<Record<string, string>>) =>
	makeTar(Object.entries(files).map(([path, content]) => ({name: `${bagFolder}/${path}`, content})));

async function writeFolder(files: Readonly<Record<string, string>>, name = bagFolder): Promise<string> {
	for (const [path, content] of Object.entries(files)) {
		const file = join(folder, name, path);
		await mkdir(dirname(file), {recursive: true});
		await writeFile(file, content);
	}
	return join(folder, name);
}

describe('a bag on a disk', () => {
	it('is checked as a tar, a gzip and a folder', async () => {
		const files = await sample();
		await writeFile(join(folder, 'x.tar'), tarOf(files));
		await writeFile(join(folder, 'x.tar.gz'), gzipSync(tarOf(files)));
		const paths = [join(folder, 'x.tar'), join(folder, 'x.tar.gz'), await writeFolder(files, `outer/${bagFolder}`), join(folder, 'outer')];
		for (const path of paths) {
			expect(await checkSavedBag(path, {mets: true})).toMatchObject({valid: true, findings: [], payloadFiles: 4, algorithms: ['sha256']});
		}
	});

	it('is checked with the algorithms its manifests have', async () => {
		const path = await writeFolder(await bagFiles('md5'));
		expect(await checkSavedBag(path, {mets: true})).toMatchObject({valid: true, findings: [], algorithms: ['md5']});
		await writeFile(join(path, 'data/objects/a.txt'), 'Dear Sir');
		const {findings} = await checkSavedBag(path, {mets: true});
		expect(findings.map(({code, algorithm}) => [code, algorithm])).toEqual([
			['changed', 'md5'],
			['mets-digest', 'sha256'],
		]);
	});

	it.skipIf(process.platform === 'win32')('is refused with a link in it', async () => {
		const path = await writeFolder(await sample());
		await symlink('/etc/passwd', join(path, 'data/link'));
		await expect(checkSavedBag(path)).rejects.toMatchObject({name: 'PackageError', problem: 'link'});
	});
});

describe.skipIf(process.platform === 'win32')('an archive of another kind', () => {
	const signature = Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4);

	/** A program that does as the real one: a script for the Node that runs this. */
	const install = async (name: string, script: string) => {
		const programs = join(folder, 'programs');
		await mkdir(programs, {recursive: true});
		await writeFile(join(programs, name), `#!${process.execPath}\nconst parameters = process.argv.slice(2);\n${script}`);
		await chmod(join(programs, name), 0o755);
		vi.stubEnv('PATH', programs);
		return join(folder, 'log');
	};
	const logged = (rest: string) =>
		`const fs = require('node:fs'); fs.writeFileSync(${JSON.stringify(join(folder, 'log'))}, JSON.stringify(parameters));\n${rest}`;
	const hostile = '-o x; touch y.7z';

	it('is read by bsdtar, which is not asked to do anything else', async () => {
		const archive = join(folder, hostile);
		await writeFile(archive, signature);
		await writeFile(join(folder, 'x.tar'), tarOf(await sample()));
		const log = await install('bsdtar', logged(`process.stdout.write(fs.readFileSync(${JSON.stringify(join(folder, 'x.tar'))}));`));
		expect(await checkSavedBag(archive, {mets: true})).toMatchObject({valid: true, payloadFiles: 4});
		expect(JSON.parse(await readFile(log, 'utf8'))).toEqual(['--format', 'pax', '-c', '-f', '-', `@${archive}`]);
	});

	it('is unpacked by 7-Zip into a folder that is gone afterwards', async () => {
		const archive = join(folder, hostile);
		await writeFile(archive, signature);
		const from = await writeFolder(await sample());
		const log = await install(
			'7zz',
			logged(`const out = parameters.find(p => p.startsWith('-o')).slice(2);
			fs.cpSync(${JSON.stringify(from)}, out + '/${bagFolder}', {recursive: true}); console.log('Everything is Ok');`),
		);
		expect(await checkSavedBag(archive, {mets: true})).toMatchObject({valid: true, payloadFiles: 4, folder: bagFolder});
		const parameters: string[] = JSON.parse(await readFile(log, 'utf8'));
		expect(parameters).toEqual(['x', '-y', '-bd', expect.stringMatching(/^-o\//), '--', archive]);
		await expect(readdir(parameters[3]?.slice(2) ?? '')).rejects.toMatchObject({code: 'ENOENT'});
	});

	it('is an error when the program fails, in its words', async () => {
		const archive = join(folder, 'x.7z');
		await writeFile(archive, signature);
		for (const name of ['7za', 'bsdtar']) {
			await install(name, `console.error('Headers Error'); process.exitCode = 2;`);
			await expect(checkSavedBag(archive)).rejects.toMatchObject({name: 'PackageError'});
		}
		await rm(join(folder, 'programs', 'bsdtar'));
		await expect(checkSavedBag(archive)).rejects.toMatchObject({
			problem: 'damaged-archive',
			message: expect.stringContaining('Headers Error'),
		});
	});

	it('says what to install when there is no program', async () => {
		await writeFile(join(folder, 'x.7z'), signature);
		await writeFile(join(folder, 'x.tar.bz2'), 'BZh91AY');
		await install('other', '');
		await expect(checkSavedBag(join(folder, 'x.7z'))).rejects.toMatchObject({
			name: 'ConfigurationError',
			code: 'unsupported-archive',
			message: expect.stringContaining('bsdtar'),
		});
		await expect(checkSavedBag(join(folder, 'x.tar.bz2'))).rejects.toMatchObject({message: expect.stringContaining('bzip2')});
	});

	it('does not run programs of the working folder', async () => {
		await writeFile(join(folder, 'x.7z'), signature);
		await install('bsdtar', '');
		vi.stubEnv('PATH', relative(process.cwd(), join(folder, 'programs')));
		await expect(checkSavedBag(join(folder, 'x.7z'))).rejects.toMatchObject({code: 'unsupported-archive'});
	});

	it('ends the program with an abort', async () => {
		await writeFile(join(folder, 'x.7z'), signature);
		await install('bsdtar', 'setInterval(() => {}, 1000); process.stdout.write("x".repeat(100));');
		const controller = new AbortController();
		const checking = checkSavedBag(join(folder, 'x.7z'), {signal: controller.signal});
		setTimeout(() => controller.abort(new Error('enough')), 300);
		await expect(checking).rejects.toThrow(new Error('enough'));
	});
});

describe('a package', () => {
	const uncompressed = async (change: Readonly<Record<string, string>> = {}) => ({
		[detail]: json(storagePackage({current_path: `4060/${bagFolder}`})),
		[pointer]: text('no pointer file', 404),
		[target]: () => sample(change).then(files => new Response(tarOf(files), {headers: {'content-disposition': 'attachment'}})),
	});

	it('is downloaded, saved and verified down to the METS', async () => {
		const {storage} = connect(await uncompressed());
		const path = join(folder, 'x.tar');
		const verification = await verifyAip(storage, sipId, path);
		expect(verification).toMatchObject({path, downloaded: true, valid: true, evidence: {strength: 'length'}, bag: {findings: []}});
		expect(await verifyAip(storage, sipId, path)).toMatchObject({downloaded: false, valid: true, size: verification.size});
	});

	it('has findings when its bag is damaged', async () => {
		const {storage} = connect(await uncompressed({'data/objects/a.txt': 'Dear Sir'}));
		const {valid, bag} = await verifyAip(storage, sipId, join(folder, 'x.tar'));
		expect(valid).toBe(false);
		expect(bag.findings.map(({code}) => code)).toEqual(['changed', 'mets-digest']);
	});

	it('that was saved is compared with what was recorded of it', async () => {
		const bytes = gzipSync(tarOf(await sample()));
		const {digests} = await hashStream(new Blob([bytes]).stream(), ['sha256']);
		const recorded = (size: number, sha256 = digests.sha256 ?? '') => ({
			[detail]: json(storagePackage({current_path: `4060/${bagFolder}.tar.gz`, size})),
			[pointer]: {headers: {'content-type': 'application/xml'}, body: pointerFile(sipId, sha256, size)},
		});
		const path = join(folder, 'x.tar.gz');
		await writeFile(path, bytes);
		expect(await verifyAip(connect(recorded(bytes.length)).storage, sipId, path)).toMatchObject({
			valid: true,
			evidence: {strength: 'digest'},
		});
		const {storage} = connect(recorded(bytes.length, '0'.repeat(64)));
		await expect(verifyAip(storage, sipId, path)).rejects.toMatchObject({name: 'FixityError', algorithm: 'sha256'});
		await expect(verifyAip(connect(recorded(bytes.length + 1)).storage, sipId, path)).rejects.toMatchObject({algorithm: 'size'});
	});

	it('may be a folder', async () => {
		const {storage, asked} = connect(await uncompressed());
		const path = await writeFolder(await sample());
		expect(await verifyAip(storage, sipId, path)).toMatchObject({valid: true, size: undefined, downloaded: false});
		expect(asked()).not.toContain(target);
	});
});

describe('a package, file by file', () => {
	const serve = (files: Readonly<Record<string, string>>) => {
		const connected = connect({
			[detail]: json(storagePackage({current_path: `4060/${bagFolder}`})),
			[extract]: ({url}: Request) => {
				const path = decodeURIComponent(new URL(url).searchParams.get('relative_path_to_file') ?? '').slice(bagFolder.length + 1);
				const content = files[path];
				return content === undefined
					? new Response(`Requested file, ${path}, not found in AIP`, {status: 404})
					: new Response(content, {
							headers: {'content-disposition': 'attachment', 'content-length': String(new TextEncoder().encode(content).length)},
						});
			},
		});
		return {...connected, extracted: () => connected.asked().filter(request => request.startsWith(extract)).length};
	};
	const file = (path: string) => join(folder, bagFolder, path);

	it('is saved below its own name, each file verified by the METS', async () => {
		const {storage} = serve(await sample());
		const told: string[] = [];
		const saved = await saveAipFiles(storage, sipId, folder, {onFile: ({path}, index, total) => told.push(`${index}/${total} ${path}`)});
		expect(saved).toMatchObject({
			folder: join(folder, bagFolder),
			mets: file(metsName),
			files: [
				{path: file('data/objects/a.txt'), size: 8, strength: 'digest', downloaded: true},
				{path: file('data/objects/b.txt'), size: 10, strength: 'digest', downloaded: true},
			],
		});
		expect(await readFile(file('data/objects/b.txt'), 'utf8')).toBe('Dear madam');
		expect(told).toEqual(['0/2 objects/a.txt', '1/2 objects/b.txt']);
	});

	it('goes on where it stopped: what is there and right is kept', async () => {
		const files = await sample();
		const {'data/objects/b.txt': _, ...rest} = files;
		await expect(saveAipFiles(serve(rest).storage, sipId, folder)).rejects.toMatchObject({name: 'NotFoundError'});
		const {storage, extracted} = serve(files);
		const saved = await saveAipFiles(storage, sipId, folder);
		expect(saved.files.map(({downloaded}) => downloaded)).toEqual([false, true]);
		expect(extracted()).toBe(2);
	});

	it('leaves a file alone that is another, and does not save wrong bytes', async () => {
		const files = await sample();
		await mkdir(file('data/objects'), {recursive: true});
		await writeFile(file('data/objects/a.txt'), 'dear sir');
		await expect(saveAipFiles(serve(files).storage, sipId, folder)).rejects.toMatchObject({code: 'file-exists'});
		expect(await readFile(file('data/objects/a.txt'), 'utf8')).toBe('dear sir');
		await rm(file('data/objects/a.txt'));
		const {storage} = serve({...files, 'data/objects/a.txt': 'Dear Sir'});
		await expect(saveAipFiles(storage, sipId, folder)).rejects.toMatchObject({name: 'FixityError'});
		expect(await readdir(file('data/objects'))).toEqual([]);
	});

	it('may be a selection; what is gone is not asked for', async () => {
		const mets = metsDocument([
			{path: 'objects/a.txt', group: 'deleted'},
			{path: 'objects/b.txt', group: 'metadata'},
			{path: 'objects/c.txt'},
		]);
		const {storage, extracted} = serve({[metsName]: mets});
		expect((await saveAipFiles(storage, sipId, folder, {select: ({uuid}) => uuid === fileUuid(0)})).files).toEqual([]);
		expect(extracted()).toBe(1);
	});

	it.each([
		['unsafe-path', ['../../../evil']],
		['unsafe-path', ['objects/../../../evil']],
		['unsafe-path', ['/etc/passwd']],
		['unsafe-path', ['%2e%2e/evil']],
		['duplicate-path', ['objects/a', 'objects/A']],
		['duplicate-path', ['objects/\u00E9', 'objects/e\u0301']],
		['duplicate-path', [metsName.replace('data/', '')]],
	])('is refused for a METS with %s: %j', async (problem, paths) => {
		const {storage, extracted} = serve({[metsName]: metsDocument(paths.map(path => ({path})))});
		await expect(saveAipFiles(storage, sipId, folder)).rejects.toMatchObject({name: 'PackageError', problem});
		expect(extracted()).toBe(1);
	});

	it.skipIf(process.platform === 'win32')('does not follow a link out of the folder', async () => {
		const outside = await mkdtemp(join(tmpdir(), 'fonds-outside-'));
		await mkdir(file('data'), {recursive: true});
		await symlink(outside, file('data/objects'));
		await expect(saveAipFiles(serve(await sample()).storage, sipId, folder)).rejects.toMatchObject({problem: 'unsafe-path'});
		expect(await readdir(outside)).toEqual([]);
		await rm(file('data/objects'));
		await rm(file('data'), {recursive: true});
		await symlink(outside, file('data'));
		await expect(saveAipFiles(serve(await sample()).storage, sipId, folder)).rejects.toMatchObject({problem: 'unsafe-path'});
		expect(await readdir(outside)).toEqual([]);
		await rm(file(''), {recursive: true});
		await symlink(outside, file(''));
		await expect(saveAipFiles(serve(await sample()).storage, sipId, folder)).rejects.toMatchObject({problem: 'unsafe-path'});
		expect(await readdir(outside)).toEqual([]); // Not even a folder.
		await rm(outside, {recursive: true});
		await rm(file(''));
		await mkdir(file('data'), {recursive: true});
		await symlink(dirname(folder), file('data/objects'));
		await expect(saveAipFiles(serve(await sample()).storage, sipId, folder)).rejects.toMatchObject({problem: 'unsafe-path'});
	});

	it('ends with the reason of an abort', async () => {
		const {storage} = serve(await sample());
		const controller = new AbortController();
		const onFile = () => controller.abort(new Error('enough'));
		await expect(saveAipFiles(storage, sipId, folder, {signal: controller.signal, onFile})).rejects.toThrow(new Error('enough'));
	});
});
