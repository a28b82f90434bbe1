import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import type {UnitFile} from '../workflow/unit.ts';

/** A file of a package, its bytes opened when they are needed. */
export interface PackedFile {
	/** Relative to the package's folder. */
	readonly path: string;
	readonly size: number;
	readonly sha256: string;
	readonly modified: number;
	readonly open: () => AsyncIterable<Uint8Array>;
}

/** A file that is made of a text. */
export function textFile(path: string, content: string, modified: number): PackedFile {
	const bytes = new TextEncoder().encode(content);
	return {
		path,
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		modified,
		async *open() {
			yield bytes;
		},
	};
}

/** Files as a bag with SHA-256 manifests, in the form bagit-python writes for Archivematica (recorded AIPs; RFC 8493). */
export function bag(payload: readonly PackedFile[], identifier: string, modified: number): readonly PackedFile[] {
	const files = payload.map(file => ({...file, path: `data/${file.path}`})).toSorted((a, b) => (a.path < b.path ? -1 : 1));
	const octets = files.reduce((sum, {size}) => sum + size, 0);
	const tags = [
		textFile('bagit.txt', 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n', modified),
		textFile(
			'bag-info.txt',
			[
				'Bag-Software-Agent: Fonds sandbox',
				`Bagging-Date: ${new Date(modified).toISOString().slice(0, 10)}`,
				`External-Identifier: ${identifier}`,
				`Payload-Oxum: ${octets}.${files.length}`,
				'',
			].join('\n'),
			modified,
		),
		textFile('manifest-sha256.txt', files.map(({sha256, path}) => `${sha256}  ${path}\n`).join(''), modified),
	];
	const tagManifest = textFile('tagmanifest-sha256.txt', tags.map(({sha256, path}) => `${sha256} ${path}\n`).join(''), modified);
	return [...tags, tagManifest, ...files];
}

/** The payload of a bag that was read, with paths below `data/`. */
export function payloadOf({store}: SandboxContext, files: readonly UnitFile[]): readonly PackedFile[] {
	return files.flatMap(({path, size, sha256, modified, blob}) =>
		path.startsWith('data/') ? [{path: path.slice('data/'.length), size, sha256, modified, open: () => store.blobs.read(blob)}] : [],
	);
}
