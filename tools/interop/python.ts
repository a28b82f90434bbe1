import {execFile} from 'node:child_process';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const home = fileURLToPath(new URL('../../node_modules/.fonds-interop', import.meta.url));
const environment = join(home, 'venv');
const installed = join(home, 'requirements.txt');
const inEnvironment = join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/** What pip says when nobody answers, or nobody who has packages. */
const noIndex = /Retrying|ConnectionError|Max retries|from versions: none/u;

/** Other people's libraries are not here and cannot be had: no failure of ours. */
export class SkippedError extends Error {
	override readonly name = 'SkippedError';
}

/**
 * A Python that has the libraries: the one that `PEER_PYTHON` names, or else that of a virtual environment, which is made when it is not there
 * or was made for other requirements.
 *
 * @throws SkippedError when there is no Python, no venv, or no package index.
 */
export async function findPython(modules: readonly string[]): Promise<string> {
	const given = process.env['PEER_PYTHON'];
	if (given !== undefined && given !== '') {
		for (const module of modules) await expectModule(given, module);
		return given;
	}

	const wanted = await readFile(requirements, 'utf8');
	if ((await readFile(installed, 'utf8').catch(() => undefined)) !== wanted) {
		await install();
		await writeFile(installed, wanted);
	}
	return inEnvironment;
}

async function expectModule(python: string, module: string): Promise<void> {
	const complaint = await attempt(python, ['-c', `import ${module}`]);
	if (complaint !== undefined) throw new Error(`PEER_PYTHON is ${python}, which has no ${module}: ${lastLine(complaint)}`);
}

async function install(): Promise<void> {
	await rm(home, {recursive: true, force: true});
	await mkdir(home, {recursive: true});
	const python = await findInterpreter();
	const refusal = await attempt(python, ['-m', 'venv', environment]);
	if (refusal !== undefined) throw new SkippedError(`${python} cannot make a virtual environment: ${lastLine(refusal)}`);

	console.log('Installing Python packages in node_modules/.fonds-interop …');
	const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--retries', '1', '--timeout', '20'];
	const complaint = await attempt(inEnvironment, ['-m', 'pip', 'install', ...quiet, '--requirement', requirements]);
	if (complaint === undefined) return;
	const why = complaint.split('\n').find(line => noIndex.test(line));
	if (why !== undefined) throw new SkippedError(`the package index cannot be reached: ${why}`);
	throw new Error(`The Python packages could not be installed:\n${complaint}`);
}

/** pyPreservica 4.2 needs Python 3.10. */
async function findInterpreter(): Promise<string> {
	const tooOld: string[] = [];
	for (const python of ['python3', 'python']) {
		const complaint = await attempt(python, [
			'-c',
			'import platform, sys; sys.version_info < (3, 10) and sys.exit("is " + platform.python_version())',
		]);
		if (complaint === undefined) return python;
		if (/^is [\d.]+/u.test(complaint)) tooOld.push(`${python} ${complaint}`);
	}
	throw new SkippedError(tooOld.length > 0 ? `Python has to be 3.10 or newer, but ${tooOld.join(' and ')}` : 'there is no Python');
}

/** Gives what a command had to say when it failed, and nothing when it went well. */
async function attempt(command: string, parameters: readonly string[]): Promise<string | undefined> {
	try {
		await run(command, parameters);
		return undefined;
	} catch (error) {
		return complaintOf(error);
	}
}

function complaintOf(error: unknown): string {
	const {stdout = '', stderr = '', message = String(error)} = error as {stdout?: string; stderr?: string; message?: string};
	return `${stdout}${stderr}`.trim() || message;
}

function lastLine(text: string): string {
	return text.split('\n').at(-1) ?? '';
}
