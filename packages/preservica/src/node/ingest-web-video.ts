/// <reference types="node" />
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ConfigurationError, type Job, type PollOptions, type ProgressListener} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import type {IngestResult, IngestStatus} from '../uploads/ingest.ts';
import {downloadVideo} from './download-video.ts';
import type {AssetToPackage, PackageFiles} from './package-files.ts';

/** What ingesting a web video takes. */
export interface IngestWebVideoOptions extends PollOptions {
	/** Reference of the folder that the asset goes into. */
	readonly folder: string;
	/** Makes a package of the asset: `(assets, {parent}) => packageAssets({parent, assets})`. */
	readonly packageFiles: PackageFiles;
	/** @default the title on the site */
	readonly title?: string | undefined;
	/** @default the description on the site, or else the title */
	readonly description?: string | undefined;
	/** @default 'open' */
	readonly securityTag?: string | undefined;
	/** Identifiers of the asset besides `Video-ID`. */
	readonly identifiers?: AssetToPackage['identifiers'] | undefined;
	/**
	 * The downloader: yt-dlp, or what understands its parameters, found as the system finds programs; with parameters of your own it is a list:
	 * `['yt-dlp', '--cookies', 'cookies.txt']`. @default 'yt-dlp'
	 */
	readonly program?: string | readonly [string, ...string[]] | undefined;
	/** A folder for the video while it is on this computer. @default the system's folder for temporary files */
	readonly temporaryFolder?: string | undefined;
	/** Wait for the ingest? @default true */
	readonly wait?: boolean | undefined;
	/** Told the bytes the server has, in the phase `upload`. */
	readonly onProgress?: ProgressListener | undefined;
}

/** A video that was sent. */
export interface IngestedVideo {
	/** The site's name for it; the value of the identifier `Video-ID`. */
	readonly videoId: string;
	readonly title: string;
	/** Name of the file. */
	readonly name: string;
	/** Bytes of the file. */
	readonly size: number;
	/** The ingest. It is over unless `wait` was `false`. */
	readonly job: Job<IngestStatus, IngestResult>;
}

/** What XML, and so no metadata, can hold. */
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g; // oxlint-disable-line no-control-regex

/**
 * Downloads a video from the web and ingests it as an asset with the identifier `Video-ID`. The download is done by yt-dlp, which has to be
 * installed. The file stays on this computer only until it is uploaded, or until this fails or is aborted; an abort ends the downloader, too.
 *
 * Whether you may download and keep a video is for you to know.
 *
 * @param url - `https:` or `http:`; the address of one video.
 * @throws ConfigurationError with code `no-downloader` when yt-dlp is not there, and for an address that is none.
 * @throws SdkError with code `download` when the video could not be downloaded.
 * @throws JobFailedError when the ingest failed; else what `uploads.upload` throws.
 */
export async function ingestWebVideo(
	preservica: Pick<Preservica, 'uploads'>,
	url: string | URL,
	options: IngestWebVideoOptions,
): Promise<IngestedVideo> {
	const {program = 'yt-dlp', temporaryFolder = tmpdir(), wait = true, signal, onProgress} = options;
	const address = checkAddress(url);
	signal?.throwIfAborted();
	const folder = await mkdtemp(join(temporaryFolder, 'fonds-video-'));
	let sent: IngestedVideo;
	try {
		const video = await downloadVideo(address, {folder, program: typeof program === 'string' ? [program] : program, signal});
		const title = options.title ?? (clean(video.title) || video.id);
		const asset: AssetToPackage = {
			title,
			description: options.description ?? (clean(video.description) || title),
			securityTag: options.securityTag ?? 'open',
			identifiers: [...(options.identifiers ?? []), {type: 'Video-ID', value: video.id}],
			representations: [{type: 'Preservation', files: [video.file]}],
		};
		const source = await options.packageFiles([asset], {parent: options.folder, signal});
		const job = await preservica.uploads.upload(source, {folder: options.folder, signal, onProgress});
		sent = {videoId: video.id, title, name: video.file.path, size: video.file.size, job};
	} finally {
		await rm(folder, {recursive: true, force: true, maxRetries: 3});
	}
	if (wait) {
		const {timeout, totalTimeout, interval, deadline, sleep} = options;
		await sent.job.done({signal, timeout, totalTimeout, interval, deadline, sleep});
	}
	return sent;
}

function checkAddress(url: string | URL): URL {
	const address = URL.parse(String(url));
	if (address === null || !/^https?:$/.test(address.protocol)) {
		throw new ConfigurationError(`${JSON.stringify(String(url))} is not the address of a video. Write it as https://….`);
	}
	if (address.username !== '' || address.password !== '') {
		throw new ConfigurationError(
			`The address of the video on ${address.host} holds a user name or a password. Give them to the downloader in another way.`,
		);
	}
	return address;
}

function clean(text: string | undefined): string {
	return (
		text
			?.replaceAll(/\p{Surrogate}/gu, '\ufffd')
			.replaceAll(unwritable, '')
			.trim() ?? ''
	);
}
