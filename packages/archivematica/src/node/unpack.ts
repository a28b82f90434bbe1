/// <reference types="node" />
import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {access, constants, mkdtemp, rm} from 'node:fs/promises';
import {delimiter, join, resolve} from 'node:path';
import {tmpdir} from 'node:os';
import {PackageError} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import type {ArchiveFile} from '../bag/archive-file.ts';
import {unsupportedArchive} from '../bag/open-archive.ts';
import type {ArchiveKind} from '../bag/open-archive.ts';
import {readTar} from '../bag/read-tar.ts';
import {readFolder} from './read-folder.ts';

/** A program that reads archives, by its whole path. */
interface Program {
	readonly name: string;
	readonly path: string;
}

/**
 * The files of an archive that JavaScript does not read, by a program that is installed: `bsdtar`, which turns any archive into a tar on the
 * fly; `7zz`, `7z` or `7za`, which unpack into a temporary folder first; `bzip2` for a `.tar.bz2`.
 *
 * Programs are started without a shell, with an absolute path, and read nothing from us.
 *
 * @throws ConfigurationError with code `unsupported-archive` when no program is installed, PackageError with problem `damaged-archive` when the
 *   program could not read the archive.
 */
export async function* readWithProgram(archive: string, kind: ArchiveKind, signal?: AbortSignal): AsyncGenerator<ArchiveFile, void, void> {
	const path = resolve(archive);
	const program = await findProgram(kind === 'bzip2' ? ['bzip2', 'bsdtar'] : ['bsdtar', '7zz', '7z', '7za']);
	if (program === undefined) {
		const names = kind === 'bzip2' ? 'bzip2 or bsdtar' : 'bsdtar (libarchive-tools) or 7-Zip (7zz or 7z)';
		throw unsupportedArchive(kind, `Install ${names}, or unpack it and check the folder.`);
	}
	if (program.name === 'bsdtar') {
		yield* readTar(outputOf(program, ['--format', 'pax', '-c', '-f', '-', `@${path}`], signal));
	} else if (program.name === 'bzip2') {
		yield* readTar(outputOf(program, ['-d', '-c', '--', path], signal));
	} else {
		yield* readUnpacked(program, path, signal);
	}
}

async function* readUnpacked(program: Program, path: string, signal: AbortSignal | undefined): AsyncGenerator<ArchiveFile, void, void> {
	const folder = await mkdtemp(join(tmpdir(), 'fonds-'));
	try {
		const output = outputOf(program, ['x', '-y', '-bd', `-o${folder}`, '--', path], signal);
		for await (const _ of output) {
			// What it prints is of no interest; its end is.
		}
		yield* readFolder(folder);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/** What a program prints; fails when the program does. Leaving it ends the program. */
function outputOf(program: Program, parameters: readonly string[], signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
	return streamFrom(run(program, parameters, signal));
}

async function* run({name, path}: Program, parameters: readonly string[], signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
	signal?.throwIfAborted();
	const child = spawn(path, parameters, {stdio: ['ignore', 'pipe', 'pipe'], shell: false, windowsHide: true});
	const ended = endOf(child);
	const stop = () => child.kill();
	signal?.addEventListener('abort', stop, {once: true});
	let complaint = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complaint = (complaint + text).slice(0, 500);
	});
	try {
		for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
			yield chunk;
		}
		const code = await ended;
		signal?.throwIfAborted();
		if (code !== 0) {
			throw new PackageError(`${name} could not read the archive: ${complaint.trim() || `it ended with ${code}`}`, {
				problem: 'damaged-archive',
			});
		}
	} finally {
		signal?.removeEventListener('abort', stop);
		child.kill();
	}
}

/** What a program ended with; a program that could not be started ends, too. */
function endOf(child: ChildProcess): Promise<number | string> {
	return new Promise(fulfil => {
		child.once('error', error => fulfil(error.message));
		child.once('close', (code, signal) => fulfil(code ?? signal ?? 'nothing'));
	});
}

/** Looked for in absolute folders of PATH only: a program in the working folder may be anybody's. */
async function findProgram(names: readonly string[]): Promise<Program | undefined> {
	const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => resolve(folder) === folder);
	const suffix = process.platform === 'win32' ? '.exe' : '';
	for (const name of names) {
		for (const folder of folders) {
			const path = join(folder, name + suffix);
			const isThere = await access(path, constants.X_OK).then(
				() => true,
				() => false,
			);
			if (isThere) {
				return {name, path};
			}
		}
	}
	return undefined;
}
