import type {PackageTree} from '../tree/package-tree.ts';
import type {XipBitstream} from './contents.ts';
import {contentFolder} from './locate-files.ts';
import type {Tell} from './tell.ts';

/** Tells files and folders that the metadata do not describe: nothing of them is read. */
export function tellOthers(
	{files, emptyFolders}: PackageTree,
	metadataPath: string,
	bitstreams: readonly XipBitstream[],
	tell: Tell,
): void {
	const folder = contentFolder({files, emptyFolders}, metadataPath);
	const beside = metadataPath.slice(0, metadataPath.lastIndexOf('/') + 1);
	const described = new Set(bitstreams.map(({file}) => file));
	for (const file of files.values()) {
		if (file.path !== metadataPath && !described.has(file)) {
			const severity = file.path.startsWith(folder) ? 'error' : 'warning';
			tell('not-described', `"${file.path}" is in the package, and the metadata do not describe it.`, severity, file.path);
		}
	}
	for (const path of emptyFolders) {
		if (path === `${beside}content`) {
			continue; // A package need not have content.
		}
		tell('empty-folder', `The folder "${path}" is empty. XIP does not describe folders of files.`, 'warning', path);
	}
}
