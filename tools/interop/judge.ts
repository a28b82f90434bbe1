import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import type {KnownAsset} from './exchange.ts';
import type {Greeting} from './sandbox.ts';

/** What came of driving one method, or of trying something that is not about one method. */
export interface Outcome {
	readonly checks: number;
	readonly problems: readonly string[];
	/** Refused for the age of the server. */
	readonly refused: boolean;
}

/** What pyPreservica says of a sandbox. */
export interface Judgement {
	/** The version of pyPreservica. */
	readonly client: string;
	/** All public methods, as `Class.method`. */
	readonly methods: readonly string[];
	readonly rows: Readonly<Record<string, Outcome>>;
	readonly remarks: Readonly<Record<string, Outcome>>;
	/** Reasons, by method. */
	readonly notDriven: Readonly<Record<string, string>>;
	readonly broken: Readonly<Record<string, string>>;
	readonly needs: Readonly<Record<string, string>>;
	readonly notes: Readonly<Record<string, string>>;
	/** What it packaged and uploaded. */
	readonly assets: readonly KnownAsset[];
}

/** Has pyPreservica drive a sandbox. `assets` are what it is to read and to verify. */
export async function judge(python: string, greeting: Greeting, assets: readonly KnownAsset[], folder: string): Promise<Judgement> {
	const program = spawn(python, [fileURLToPath(new URL('judge', import.meta.url)), folder], {
		env: {
			...process.env,
			FONDS_INTEROP: JSON.stringify({greeting, assets}),
			NO_PROXY: 'localhost,127.0.0.1',
			no_proxy: 'localhost,127.0.0.1',
			PYTHONDONTWRITEBYTECODE: '1',
			PYTHONUTF8: '1',
		},
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const [complaint, [status]] = await Promise.all([text(program.stderr), once(program, 'close')]);
	if (status !== 0) throw new Error(`pyPreservica's driver ended with ${status}:\n${complaint}`);
	return JSON.parse(await readFile(join(folder, 'outcome.json'), 'utf8')) as Judgement;
}
