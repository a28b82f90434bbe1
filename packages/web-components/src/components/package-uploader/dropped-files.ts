import type {PackageFile} from '../../context/package-sink.ts';

/** What a drop held. */
export interface DroppedFiles {
	readonly files: readonly PackageFile[];
	/** Paths of what could not be read. */
	readonly unreadable: readonly string[];
}

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\//u, '');

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A folder's entries by name. A reader gives some at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader();
	const entries: FileSystemEntry[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
			reader.readEntries(resolve, reject);
		});
		if (some.length === 0) return entries.toSorted((a, b) => a.name.localeCompare(b.name, undefined, {numeric: true}));
		entries.push(...some);
	}
}

async function collect(entry: FileSystemEntry, files: PackageFile[], unreadable: string[], signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	try {
		if (isFile(entry)) {
			const file = await new Promise<File>((resolve, reject) => {
				entry.file(resolve, reject);
			});
			files.push({path: pathOf(entry), file});
		} else if (isFolder(entry)) {
			for (const inner of await entriesOf(entry)) await collect(inner, files, unreadable, signal);
		}
	} catch {
		signal.throwIfAborted();
		unreadable.push(pathOf(entry));
	}
}

/**
 * Reads what was dropped, folders to any depth, with the paths below what was dropped.
 *
 * The list is emptied when the event is over, so entries are taken before anything is waited for.
 */
export async function readDropped(items: DataTransferItemList, signal: AbortSignal): Promise<DroppedFiles> {
	const entries = [...items].filter(({kind}) => kind === 'file').map(item => item.webkitGetAsEntry() ?? item.getAsFile());
	const files: PackageFile[] = [];
	const unreadable: string[] = [];
	for (const entry of entries) {
		if (entry instanceof File) files.push({path: entry.name, file: entry});
		else if (entry !== null) await collect(entry, files, unreadable, signal);
	}
	return {files, unreadable};
}

/** Files of an `<input type="file">`, with their paths when a folder was chosen. */
export function readChosen(list: FileList | null): PackageFile[] {
	return [...(list ?? [])].map(file => ({path: file.webkitRelativePath || file.name, file}));
}
