/** What operating systems leave behind (`removableFiles` of Archivematica's client, as it comes; hidden files are removed anyway). */
const leftovers: ReadonlySet<string> = new Set(['Thumbs.db', 'Icon']);

/**
 * Whether Archivematica removes a file, or an empty folder, of a standard transfer before it looks at anything ("Remove hidden files and directories", "Remove
 * unneeded files"): what begins with a dot or is in a folder that does, and files that end in `~`. Of a bag it removes nothing.
 */
export function isRemoved(path: string, isFolder: boolean): boolean {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return /(?:^|\/)\./.test(path) || (!isFolder && (name.endsWith('~') || leftovers.has(name)));
}
