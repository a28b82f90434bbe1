// Writing and reading ZIP beside zip.js, client-zip and Python's zipfile, and beside the CRC-32 of the files alone.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {entryFromPath, readDirectory, writePackage} from '../../packages/packaging/src/node/index.ts';
import {zip} from '../../packages/packaging/src/zip/index.ts';
import {bundleProgram} from './bundle.ts';
import {peerVersions, python, runJson, type Measured} from './peer.ts';
import type {Row} from './row.ts';
import {prose, random, writeLarge, writeMany} from './samples.ts';
import {takeTurns} from './turns.ts';

const rounds = 3;
const mebibyte = 1024 * 1024;

interface ZipMeasured extends Measured {
	/** Bytes written or read. */
	readonly size: number;
}

interface Work {
	readonly work: string;
	readonly kind: 'stored' | 'deflated' | 'read';
	readonly source: string;
	/** Bytes that must come out at least. */
	readonly least: number;
	readonly peers: readonly string[];
}

/** A row for each work and each library that can do it; every measurement is a process of its own, taking turns. */
export async function zipRows(): Promise<readonly Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'fonds-bench-zip-'));
	try {
		const program = await bundleProgram('zip-program.ts', folder);
		const rows: Row[] = [];
		for (const work of await prepare(folder)) rows.push(...(await measure(program, work)));
		return rows;
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

async function prepare(folder: string): Promise<readonly Work[]> {
	const at = (name: string): string => join(folder, name);
	writeLarge(at('large.bin'), 1024, random);
	writeLarge(at('prose.txt'), 128, prose);
	writeMany(at('many'), 10_000, random);
	writeMany(at('letters'), 10_000, prose);
	await writePackage(at('large.zip'), {bytes: zip([await entryFromPath(at('large.bin'))])});
	await writePackage(at('many.zip'), {bytes: zip(readDirectory(at('many')))});
	const many = 100_000_000;
	return [
		{
			work: 'zip 1 GB in one file, stored',
			kind: 'stored',
			source: at('large.bin'),
			least: 1024 * mebibyte,
			peers: ['crc32', 'zip.js', 'client-zip', 'zipfile'],
		},
		{
			work: 'zip 10,000 files of 10 kB, stored',
			kind: 'stored',
			source: at('many'),
			least: many,
			peers: ['crc32', 'zip.js', 'client-zip', 'zipfile'],
		},
		{work: 'zip 128 MB of prose in one file, deflated', kind: 'deflated', source: at('prose.txt'), least: 1, peers: ['zip.js', 'zipfile']},
		{work: 'zip 10,000 files of 10 kB of prose, deflated', kind: 'deflated', source: at('letters'), least: 1, peers: ['zip.js', 'zipfile']},
		{work: 'read 1 GB from a ZIP file', kind: 'read', source: at('large.zip'), least: 1024 * mebibyte, peers: ['zip.js', 'zipfile']},
		{work: 'read 10,000 files from a ZIP file', kind: 'read', source: at('many.zip'), least: many, peers: ['zip.js', 'zipfile']},
	];
}

async function measure(program: string, {work, kind, source, least, peers}: Work): Promise<readonly Row[]> {
	const run = async (library: string): Promise<Measured> => {
		const [command, script] =
			library === 'zipfile' ? [python, [fileURLToPath(new URL('zip-peer.py', import.meta.url))]] : [process.execPath, [program, library]];
		const measured = await runJson<ZipMeasured>(command, [...script, kind, source]);
		if (measured.size < least) throw new Error(`${library}: ${work}: ${measured.size} of ${least} bytes came out.`);
		return measured;
	};
	const installed = (await peerVersions([])) === undefined ? peers.filter(peer => peer !== 'zipfile') : peers;
	const {fonds, ...others} = await takeTurns(
		Object.fromEntries(['fonds', ...installed].map(library => [library, () => run(library)])),
		rounds,
	);
	return Object.entries(others).map(([name, peer]) => ({
		work,
		beside: names[name] ?? name,
		ratio: peer.seconds / (fonds?.seconds ?? Number.NaN),
		budget: undefined,
		note: `Fonds ${fonds?.told}; ${name} ${peer.told}`,
	}));
}

const names: Readonly<Record<string, string>> = {crc32: 'the CRC-32 of the files alone (node:zlib)', zipfile: 'Python’s zipfile'};
