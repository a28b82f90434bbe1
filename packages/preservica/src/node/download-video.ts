/// <reference types="node" />
import {readdir, readFile, stat} from 'node:fs/promises';
import {extname, join} from 'node:path';
import {ConfigurationError, SdkError} from '@fonds/core';
import {parseJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import {diskFile} from './disk-file.ts';
import type {DiskFile} from './package-files.ts';
import {runProgram} from './run-program.ts';

/** A video on the disk and what its site says about it. */
export interface DownloadedVideo {
	readonly id: string;
	readonly title: string | undefined;
	readonly description: string | undefined;
	readonly file: DiskFile;
}

const infoJson = z.object({
	id: z.pipe(
		z.union([z.string(), z.number()]),
		z.transform(id => String(id)),
	),
	title: optionalText,
	description: optionalText,
});

/** What is asked of yt-dlp: one video with a description as JSON, in this folder, without what a person's own configuration says. */
const parameters = [
	'--ignore-config',
	'--no-playlist',
	'--max-downloads=2', // A second one shows that the address is one of several videos.
	'--no-write-playlist-metafiles',
	'--write-info-json',
	'--no-progress',
	'--output=video-%(autonumber)s.%(ext)s',
] as const;

/** Exit code of yt-dlp at `--max-downloads`. */
const tooMany = 101;

/**
 * Downloads a video by yt-dlp, or by a program that understands the same parameters, into an empty folder.
 *
 * @throws ConfigurationError with code `no-downloader` when there is no such program.
 * @throws SdkError with code `download` when it fails, or brings anything but one video.
 */
export async function downloadVideo(
	url: URL,
	{
		folder,
		program,
		signal,
	}: {readonly folder: string; readonly program: readonly [string, ...string[]]; readonly signal: AbortSignal | undefined},
): Promise<DownloadedVideo> {
	const [command, ...before] = program;
	const {code, errors} = await runProgram(command, [...before, ...parameters, '--', url.href], {cwd: folder, signal}).catch(
		(error: unknown) => {
			throw isMissing(error) ? noProgram(command) : error;
		},
	);
	if (code !== 0 && code !== tooMany) {
		const told = errors.split('\n').findLast(line => line.trim() !== '') ?? 'it gives no reason';
		throw new SdkError(`${command} could not download ${url.href}: ${told.trim().slice(0, 500)}`, {code: 'download'});
	}

	const names = await readdir(folder);
	const infos = names.filter(name => name.endsWith('.info.json'));
	const [media, ...others] = names.filter(name => !name.endsWith('.info.json'));
	if (infos.length !== 1 || infos[0] === undefined || media === undefined || others.length > 0 || media.endsWith('.part')) {
		const found = names.length === 0 ? 'nothing' : names.join(', ');
		throw new SdkError(
			`${command} brought ${found} from ${url.href} instead of one video with its description. Give the address of one video; if picture and sound came apart, install ffmpeg, which joins them.`,
			{code: 'download'},
		);
	}
	const info = parseJson(await readFile(join(folder, infos[0]), 'utf8'), infoJson, `What ${command} says about the video`);
	const file = join(folder, media);
	const name = `${info.id.replaceAll(/[^\w.-]/g, '_')}${extname(media)}`;
	return {...info, file: diskFile(file, await stat(file), name)};
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function noProgram(command: string): ConfigurationError {
	return new ConfigurationError(
		`There is no program ${command}, which downloads the video. Install yt-dlp (https://github.com/yt-dlp/yt-dlp/wiki/Installation; for example "pipx install yt-dlp") and ffmpeg, or name a program as the option program.`,
		{code: 'no-downloader'},
	);
}
