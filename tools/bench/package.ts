// Packaging beside SHA-1 alone and beside pyPreservica. Every measurement is a process of its own, taking turns, so that none
// profits from the memory or the warm code of another; the work is timed inside it, without its start.
import {spawnSync} from 'node:child_process';
import {createHash, randomFillSync} from 'node:crypto';
import {closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {fileEntry, readDirectory, writePackage, type FileEntry} from '../../packages/packaging/src/node/index.ts';
import {packageAssets, type XipPackage} from '../../packages/packaging/src/xip/index.ts';
import {peakMemory} from './peak-memory.ts';
import {median, type Row} from './row.ts';

/** What a child measured. */
interface Measured {
	readonly seconds: number;
	/** Peak of the resident memory in MB. */
	readonly memory: number;
}

interface Peer {
	readonly python: string;
	readonly version: string;
}

type Measure = () => Measured;

const rounds = 5;
const megabyte = 1024 * 1024;

/** PEER_PYTHON names a Python that has pyPreservica, for example of a virtual environment; otherwise `python3` is asked. */
export async function packageRows(): Promise<readonly Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'fonds-bench-'));
	try {
		const program = await bundle(folder);
		const large = join(folder, 'large.bin');
		const many = join(folder, 'many');
		writeLarge(large);
		writeMany(many);
		const peer = findPeer();
		return [besideHash(program, large), ...besidePeer(program, peer, large, many, folder)];
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

function besideHash(program: string, large: string): Row {
	const [alone, fonds] = takeTurns([() => runNode(program, 'hash', large), () => runNode(program, 'stream', large)]);
	return {
		work: 'package 1 GB in one file, stored, SHA-1, as a stream',
		beside: 'SHA-1 of the same file alone (node:crypto, read in pieces of 1 MB)',
		ratio: seconds(alone) / seconds(fonds),
		budget: 0.8,
		note: `Fonds ${show(fonds)}; SHA-1 alone ${show(alone)}`,
	};
}

function besidePeer(program: string, peer: Peer | undefined, large: string, many: string, folder: string): readonly Row[] {
	const works = [
		{work: 'package 1 GB in one file, stored, SHA-1, into a file', source: large, call: 'simple_asset_package', budget: 6},
		{work: 'package 10,000 files of 10 kB, an asset each, into a file', source: many, call: 'multi_asset_package', budget: 5},
	];
	return works.map(({work, source, call, budget}) => {
		const target = join(folder, 'target');
		const own: Measure = () => cleanly(target, () => runNode(program, 'file', source, join(target, 'package.zip')));
		const stream: Measure = () => runNode(program, 'stream', source);
		const other: Measure[] = peer === undefined ? [] : [() => cleanly(target, () => runPython(peer, call, source, target))];
		const [file, streamed, theirs] = takeTurns([own, stream, ...other]);
		const figures = `Fonds ${show(file)}, as a stream ${show(streamed)}`;
		return {
			work,
			beside: `pyPreservica ${peer?.version ?? ''} ${call}(compress=False)`.replace('  ', ' '),
			ratio: theirs && seconds(theirs) / seconds(file),
			budget,
			note: theirs
				? `${figures} (${(seconds(theirs) / seconds(streamed)).toFixed(2)} ×); pyPreservica ${show(theirs)}`
				: `${figures}; pyPreservica is not installed (PEER_PYTHON names a Python that has it)`,
		};
	});
}

/** Runs each in turn, several times, once before it counts. */
function takeTurns<const M extends readonly Measure[]>(measures: M): {readonly [K in keyof M]: readonly Measured[]} {
	const results = measures.map((): Measured[] => []);
	for (let round = -1; round < rounds; round++) {
		for (const [index, measure] of measures.entries()) {
			const measured = measure();
			if (round >= 0) {
				results[index]?.push(measured);
			}
		}
	}
	return results as unknown as {readonly [K in keyof M]: readonly Measured[]}; // map forgets the length of the tuple
}

function seconds(list: readonly Measured[]): number {
	return median(list.map(measured => measured.seconds));
}

function show(list: readonly Measured[]): string {
	return `${seconds(list).toFixed(2)} s, ${Math.max(...list.map(({memory}) => memory)).toFixed(0)} MB`;
}

function cleanly(target: string, measure: Measure): Measured {
	rmSync(target, {recursive: true, force: true});
	mkdirSync(target);
	return measure();
}

/** One file of JavaScript, as an application would have it: compiling TypeScript on the way takes time and 45 MB. */
async function bundle(folder: string): Promise<string> {
	const {rolldown} = await import('rolldown'); // Not needed in the bundle itself.
	const build = await rolldown({
		input: fileURLToPath(import.meta.url),
		platform: 'node',
		external: ['rolldown'],
		resolve: {conditionNames: ['@fonds/source', 'import', 'default']},
	});
	const {output} = await build.write({dir: folder, format: 'esm', entryFileNames: 'bench.mjs', codeSplitting: false});
	await build.close();
	return join(folder, output[0].fileName);
}

function writeLarge(path: string): void {
	const file = openSync(path, 'w');
	const piece = new Uint8Array(8 * megabyte);
	for (let written = 0; written < 1024 * megabyte; written += piece.length) {
		writeSync(file, randomFillSync(piece));
	}
	closeSync(file);
}

function writeMany(folder: string): void {
	mkdirSync(folder);
	const piece = new Uint8Array(10_000);
	for (let index = 0; index < 10_000; index++) {
		writeFileSync(join(folder, `file ${String(index).padStart(5, '0')}.bin`), randomFillSync(piece));
	}
}

function findPeer(): Peer | undefined {
	const python = process.env['PEER_PYTHON'] ?? 'python3';
	const probe = "import pyPreservica, importlib.metadata; print(importlib.metadata.version('pyPreservica'))";
	const {status, stdout} = spawnSync(python, ['-c', probe], {encoding: 'utf8'});
	return status === 0 ? {python, version: stdout.trim()} : undefined;
}

const peerProgram = `
import glob, json, re, sys, time
from pyPreservica import simple_asset_package, multi_asset_package
call, source, target = sys.argv[1:]
options = dict(export_folder=target, parent_folder='11111111-1111-4111-8111-111111111111', compress=False)
start = time.perf_counter()
if call == 'simple_asset_package':
	simple_asset_package(preservation_file=source, **options)
else:
	multi_asset_package(sorted(glob.glob(source + '/*')), **options)
seconds = time.perf_counter() - start
if sys.platform == 'linux':
	peak = int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read()).group(1)) / 1024
else:
	import resource
	peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({'seconds': seconds, 'memory': peak}))
`;

function runPython({python}: Peer, call: string, source: string, target: string): Measured {
	return run(python, ['-c', peerProgram, call, source, target]);
}

function runNode(program: string, ...parameters: readonly string[]): Measured {
	return run(process.execPath, [program, '--child', ...parameters]);
}

function run(command: string, parameters: readonly string[]): Measured {
	const {status, stdout, stderr} = spawnSync(command, parameters, {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`${basename(command)} failed: ${stderr}`);
	}
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
}

/** Each gives a check of what it made, which is not part of the work. */
const works: Readonly<Record<string, (source: string, target: string) => Promise<() => void>>> = {
	async hash(source) {
		const hash = createHash('sha1');
		for await (const chunk of createReadStream(source, {highWaterMark: megabyte})) {
			hash.update(chunk as Uint8Array);
		}
		const digest = hash.digest('hex');
		return () => check(digest.length, 40);
	},
	async stream(source) {
		const made = await describe(source);
		let size = 0;
		for await (const chunk of made.bytes) {
			size += chunk.length;
		}
		return () => check(size, made.size);
	},
	async file(source, target) {
		const made = await describe(source);
		const {size} = await writePackage(target, made);
		return () => check(size, made.size);
	},
};

async function describe(source: string): Promise<XipPackage> {
	if (!statSync(source).isDirectory()) {
		return packageAssets({assets: [asset(await fileEntry(source))]});
	}
	const assets: ReturnType<typeof asset>[] = [];
	for await (const entry of readDirectory(source)) {
		assets.push(asset(entry));
	}
	return packageAssets({assets});
}

function asset(entry: FileEntry) {
	return {title: entry.path, representations: [{type: 'Preservation', files: [entry]}]};
}

function check(found: number, expected: number | undefined): void {
	if (found !== expected) {
		throw new Error(`The result has the length ${found} and should have ${String(expected)}.`);
	}
}

const [, , mode, work = '', source = '', target = ''] = process.argv;
if (mode === '--child') {
	const start = performance.now();
	const verify = await works[work]?.(source, target);
	const measured: Measured = {seconds: (performance.now() - start) / 1000, memory: peakMemory() / 1024 ** 2};
	verify?.();
	console.log(JSON.stringify(measured));
}
