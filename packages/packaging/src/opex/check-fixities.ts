import type {Pax} from '../pax/pax.ts';
import type {OpexDocument} from './document.ts';
import type {Tell} from './tell.ts';

/** What a document tells of. */
interface Holder {
	/** Whether there is a file that the document is beside. */
	readonly hasOwn: boolean;
	readonly pax?: Pax | undefined;
}

/** Tells of digests in a document that are of nothing there. */
export function checkFixities({fixities}: OpexDocument, documentPath: string, {pax, hasOwn}: Holder, tell: Tell): void {
	for (const {path, type} of fixities) {
		if (path === undefined && !hasOwn) {
			tell('fixity-misplaced', `The ${type} digest in "${documentPath}" has no path, and a folder has no digest.`, 'error', documentPath);
		} else if (path !== undefined && pax === undefined) {
			tell(
				'fixity-misplaced',
				`The ${type} digest in "${documentPath}" has the path "${path}", and there is no PAX that has paths.`,
				'error',
				documentPath,
			);
		} else if (path !== undefined && pax?.tree.files.has(path) === false) {
			tell('missing', `"${path}" has a digest in "${documentPath}", and is not in the package.`, 'error', documentPath);
		}
	}
}
