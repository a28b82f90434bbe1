/// <reference types="node" />
import {mkdir, rmdir} from 'node:fs/promises';
import {dirname, join, relative} from 'node:path';
import {createProgress, SdkError} from '@fonds/core';
import type {AssetFilesOptions} from '../bitstreams/bitstreams.ts';
import type {Preservica} from '../preservica.ts';
import {saveBitstream, type SaveBitstreamOptions, type SavedFile} from './save-bitstream.ts';

/** What saving an asset takes. Progress counts bytes over all files; the total is unknown until the end. */
export interface SaveAssetOptions extends AssetFilesOptions, SaveBitstreamOptions {}

/** An asset on the disk. */
export interface SavedAsset {
	readonly directory: string;
	readonly files: readonly SavedFile[];
}

/**
 * Downloads the files of an asset into a folder for each representation: `Preservation-1/page 1.tiff`. Names are made safe and unique. Each
 * file gets its name only after its bytes were checked, so when this fails, the files that are there are whole.
 *
 * @throws FixityError when bytes are not the promised ones; else what `saveBitstream` and `bitstreams.ofAsset` throw.
 */
export async function saveAsset(
	preservica: Pick<Preservica, 'bitstreams'>,
	asset: string,
	directory: string,
	options: SaveAssetOptions = {},
): Promise<SavedAsset> {
	const {representation, onProgress, verify, overwrite, ...requestOptions} = options;
	const progress = createProgress(onProgress, 'download');
	const files: SavedFile[] = [];
	const made: string[] = [];
	try {
		for await (const file of preservica.bitstreams.ofAsset(asset, {...requestOptions, representation})) {
			const path = join(directory, ...file.path.split('/'));
			made.push(...(await makeFolder(dirname(path))));
			let passed = 0;
			const saved = await saveBitstream(preservica.bitstreams, file.bitstream, path, {
				...requestOptions,
				verify,
				overwrite,
				onProgress: ({done}) => {
					progress.add(done - passed);
					passed = done;
				},
			});
			files.push(saved);
		}
	} catch (error) {
		for (const folder of made.toReversed()) {
			await rmdir(folder).catch(() => {}); // Only empty folders go: the others hold files that are whole.
		}
		throw error;
	}
	progress.end();
	return {directory, files};
}

/** Makes a folder and those above it, and tells which ones it made, the outermost first. */
async function makeFolder(path: string): Promise<string[]> {
	let first: string | undefined;
	try {
		first = await mkdir(path, {recursive: true});
	} catch (error) {
		throw new SdkError(`The folder ${path} cannot be made.`, {code: 'not-writable', cause: error});
	}
	if (first === undefined) {
		return [];
	}
	const below = relative(first, path).split(/[/\\]/).filter(Boolean);
	return [first, ...below.map((_, index) => join(first, ...below.slice(0, index + 1)))];
}
