// Packaging beside SHA-1 alone and beside pyPreservica. Every measurement is a process of its own, taking turns, so that none
// profits from the memory or the warm code of another; the work is timed inside it, without its start.
import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundleProgram} from './bundle.ts';
import {peerVersions, python, runJson, type Measured} from './peer.ts';
import type {Row} from './row.ts';
import {random, writeLarge, writeMany} from './samples.ts';
import {takeTurns, type Measure} from './turns.ts';

const rounds = 5;
const mebibyte = 1024 * 1024;
/** MB, of the design. */
const mostMemory = 150;

interface Work {
	readonly work: string;
	readonly source: string;
	/** The function of pyPreservica that does it. */
	readonly call: string;
	readonly budget: number;
}

/** PEER_PYTHON names a Python that has pyPreservica, for example of a virtual environment; otherwise `python3` is asked. */
export async function packageRows(): Promise<readonly Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'fonds-bench-'));
	try {
		const program = await bundleProgram('package-program.ts', folder);
		const large = join(folder, 'large.bin');
		const many = join(folder, 'many');
		writeLarge(large, 1024, random);
		writeMany(many, 10_000, random);
		const bench = new PackageBench(program, join(folder, 'target'), await peerVersions(['pyPreservica']));
		const one = {work: 'package 1 GB in one file, stored, SHA-1', source: large, call: 'simple_asset_package', budget: 6};
		const lots = {work: 'package 10,000 files of 10 kB, an asset each', source: many, call: 'multi_asset_package', budget: 5};
		return [await bench.besideHash(large), await bench.memory(folder), await bench.besidePeer(one), await bench.besidePeer(lots)];
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

class PackageBench {
	readonly #program: string;
	readonly #target: string;
	readonly #peers: readonly string[] | undefined;

	constructor(program: string, target: string, peers: readonly string[] | undefined) {
		this.#program = program;
		this.#target = target;
		this.#peers = peers;
	}

	async besideHash(source: string): Promise<Row> {
		const {hash, stream} = await takeTurns({hash: () => this.#run('hash', source), stream: () => this.#run('stream', source)}, rounds);
		return {
			work: 'package 1 GB in one file, stored, SHA-1, as a stream',
			beside: 'SHA-1 of the same file alone (node:crypto, read in pieces of 1 MB)',
			ratio: hash.seconds / stream.seconds,
			budget: 0.8,
			note: `Fonds ${stream.told}; SHA-1 alone ${hash.told}`,
		};
	}

	/** One file of 5 GB, which has no blocks on the disk, beside one of 1 GB. */
	async memory(folder: string): Promise<Row> {
		const peak = async (gigabytes: number): Promise<number> => {
			const file = join(folder, `${gigabytes}.bin`);
			writeFileSync(file, '');
			truncateSync(file, gigabytes * 1024 * mebibyte);
			return (await this.#run('stream', file)).peakMemory / mebibyte;
		};
		const [one, five] = [await peak(1), await peak(5)];
		return {
			work: 'package 5 GB in one file, stored, SHA-1, as a stream: peak memory',
			beside: `${mostMemory} MB`,
			ratio: mostMemory / five,
			budget: 1,
			note: `${five.toFixed(0)} MB; ${one.toFixed(0)} MB for 1 GB`,
		};
	}

	async besidePeer({work, source, call, budget}: Work): Promise<Row> {
		const {file, stream, peer} = await takeTurns(
			{
				file: () => this.#cleanly(() => this.#run('file', source, join(this.#target, 'package.zip'))),
				stream: () => this.#run('stream', source),
				...(this.#peers && {
					peer: () => this.#cleanly(() => runJson<Measured>(python, [path('package-peer.py'), call, source, this.#target])),
				}),
			},
			rounds,
		);
		const figures = `Fonds ${file.told}, as a stream ${stream.told}`;
		return {
			work: `${work}, into a file`,
			beside: `${this.#peers?.join('') ?? 'pyPreservica'} ${call}(compress=False)`,
			ratio: peer && peer.seconds / file.seconds,
			budget,
			note: peer ? `${figures} (${(peer.seconds / stream.seconds).toFixed(2)} ×); pyPreservica ${peer.told}` : figures,
		};
	}

	#run(...parameters: readonly string[]): Promise<Measured> {
		return runJson<Measured>(process.execPath, [this.#program, ...parameters]);
	}

	async #cleanly(measure: Measure): Promise<Measured> {
		rmSync(this.#target, {recursive: true, force: true});
		mkdirSync(this.#target);
		return await measure();
	}
}

function path(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}
