// Walks everything in an archive whose every answer takes 20 ms, beside pyPreservica's all_descendants.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {exitOf, peerVersions, python, runJson, type Measured} from './peer.ts';
import {median, type Row} from './row.ts';

const answerTime = 20;
const rounds = 3;
const mebibyte = 1024 * 1024;

interface Walk extends Measured {
	readonly count: number;
}

/**
 * Walks FONDS_BENCH_ENTITIES entities (100,000), and for the memory a tenth of them: each time in a new process, against a server in one of
 * its own. The peer walks once, for it takes half a minute; every walk must have met every entity.
 */
export async function walkRows(): Promise<readonly Row[]> {
	const entities = Number(process.env['FONDS_BENCH_ENTITIES'] ?? 100_000);
	const small = await withServer(entities / 10, url => walkOnce(url));
	return withServer(entities, async (url, made) => {
		const peers = await peerVersions(['pyPreservica']);
		const own: Walk[] = [];
		for (let round = 0; round < rounds; round++) own.push(complete(await walkOnce(url), made));
		const peer = peers && complete(await runJson<Walk>(python, [program('walk-peer.py'), url]), made);
		const ours = median(own.map(({seconds}) => seconds));
		const told = [
			`Fonds ${own.map(({seconds}) => seconds.toFixed(2)).join(', ')} s, peak memory ${megabytes(own)} (${megabytes([small])} for a tenth of them)`,
			peer ? `peer ${peer.seconds.toFixed(2)} s, peak memory ${megabytes([peer])}` : 'peer not installed',
		];
		return [
			{
				work: `walk ${made} entities, ${answerTime} ms a request`,
				beside: `${peers?.join('') ?? 'pyPreservica'} all_descendants`,
				ratio: peer && peer.seconds / ours,
				budget: 8,
				note: told.join('; '),
			},
		];
	});
}

async function withServer<T>(entities: number, use: (url: string, made: number) => Promise<T>): Promise<T> {
	const server = spawn(process.execPath, [program('walk-server.ts'), String(entities), String(answerTime)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = exitOf(server);
	try {
		const [line] = await once(createInterface(server.stdout), 'line');
		const greeting = JSON.parse(String(line)) as {url: string; entities: number};
		return await use(greeting.url, greeting.entities);
	} finally {
		server.kill();
		await ended;
	}
}

function walkOnce(url: string): Promise<Walk> {
	return runJson<Walk>(process.execPath, ['--conditions=@fonds/source', program('walk-fonds.ts'), url]);
}

function complete(walk: Walk, made: number): Walk {
	if (walk.count !== made) throw new Error(`The walk met ${walk.count} of ${made} entities.`);
	return walk;
}

function program(name: string): string {
	return new URL(name, import.meta.url).pathname;
}

function megabytes(walks: readonly Walk[]): string {
	return `${(Math.max(...walks.map(({peakMemory}) => peakMemory)) / mebibyte).toFixed(0)} MB`;
}
