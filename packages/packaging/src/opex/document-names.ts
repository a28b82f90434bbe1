import type {PackageFile} from '../tree/package-tree.ts';
import type {Branch} from './grow-tree.ts';

/** The only document at the top with nothing there that it could belong to: that of a container, if it has a manifest. */
export function containerDocument({files, folders}: Branch): PackageFile | undefined {
	const [first, second] = [...files].filter(([name]) => isDocument(name) && !files.has(stem(name)) && !folders.has(stem(name)));
	return second === undefined ? first?.[1] : undefined;
}

/** Is this the name of a document? */
export function isDocument(name: string): boolean {
	return /\.opex$/i.test(name);
}

/** A name without its ending: what the document of that name belongs to. */
export function stem(name: string): string {
	return name.replace(/\.[^.]*$/, '');
}
