// Reads a METS of 120 MB as a stream, in a process whose heap is limited to 64 MB, beside the parser alone.
import {type Measured, runJson} from './peer.ts';
import {median, type Row} from './row.ts';

const megabytes = Number(process.env['FONDS_BENCH_METS_MB'] ?? 120);
const rounds = 3;
const mebibyte = 1024 * 1024;

interface Reading extends Measured {
	readonly count: number;
	readonly bytes: number;
}

/** Section by section and as an inventory, each time in a new process, which fails when the heap is not enough. */
export async function metsRows(): Promise<readonly Row[]> {
	const read = (reader: string) =>
		runJson<Reading>(process.execPath, ['--conditions=@fonds/source', '--max-old-space-size=64', program, String(megabytes), reader]);
	const own: Reading[] = [];
	const alone: Reading[] = [];
	for (let round = 0; round < rounds; round++) {
		own.push(await read('fonds'));
		alone.push(await read('saxes'));
	}
	const inventory = await read('inventory');
	const {count, bytes} = inventory;
	const wrong = [...own, ...alone].find(reading => reading.count !== count);
	if (wrong) throw new Error(`${wrong.count} of ${count} files were read.`);
	const ours = median(own.map(({seconds}) => seconds));
	return [
		{
			work: `read a METS of ${(bytes / 1_000_000).toFixed(0)} MB with ${count} files, heap limited to 64 MB`,
			beside: 'saxes alone, with empty handlers',
			ratio: median(alone.map(({seconds}) => seconds)) / ours,
			budget: 0.5,
			note: `Fonds ${own.map(told).join(', ')}; as an inventory ${told(inventory)}; the parser alone ${alone.map(told).join(', ')}`,
		},
	];
}

const program = new URL('mets-program.ts', import.meta.url).pathname;

function told({seconds, peakMemory}: Reading): string {
	return `${seconds.toFixed(2)} s with ${(peakMemory / mebibyte).toFixed(0)} MB`;
}
