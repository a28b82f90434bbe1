import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';

/** What came of driving one method, or of trying something that is not about one method. */
export interface Outcome {
	readonly checks: number;
	readonly problems: readonly string[];
	/** Refused for the age of the server. */
	readonly refused: boolean;
}

/** What a library says of a sandbox. Its judge, `shared/judging.py`, writes it. */
export interface Judgement {
	/** The version of the library. */
	readonly client: string;
	/** All methods that are to be driven, as `Class.method`. */
	readonly methods: readonly string[];
	readonly rows: Readonly<Record<string, Outcome>>;
	readonly remarks: Readonly<Record<string, Outcome>>;
	/** Reasons, by method. */
	readonly notDriven: Readonly<Record<string, string>>;
	readonly broken: Readonly<Record<string, string>>;
	readonly needs: Readonly<Record<string, string>>;
	readonly notes: Readonly<Record<string, string>>;
}

/** Has a judge, a folder with a Python program, drive a sandbox. It is given `plan`, and works in `folder`. */
export async function judge<T extends Judgement>(python: string, program: URL, plan: unknown, folder: string): Promise<T> {
	const judging = spawn(python, [fileURLToPath(program), folder], {
		env: {
			...process.env,
			FONDS_INTEROP: JSON.stringify(plan),
			NO_PROXY: 'localhost,127.0.0.1',
			no_proxy: 'localhost,127.0.0.1',
			PYTHONDONTWRITEBYTECODE: '1',
			PYTHONPATH: fileURLToPath(new URL('shared', import.meta.url)),
			PYTHONUTF8: '1',
		},
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const [complaint, [status]] = await Promise.all([text(judging.stderr), once(judging, 'close')]);
	if (status !== 0) throw new Error(`The judge in ${program.pathname} ended with ${status}:\n${complaint}`);
	return JSON.parse(await readFile(join(folder, 'outcome.json'), 'utf8')) as T;
}
