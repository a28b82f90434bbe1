import type {Progress} from '@fonds/core';

/** How far a package has come, in bytes of its files: over all, and in the file that is read now. */
export interface PackageProgress extends Progress {
	readonly file: FileProgress;
}

/** How far one file has come. `done` equals `total` once, in its last report. */
export interface FileProgress {
	/** The path the caller gave it. */
	readonly path: string;
	readonly done: number;
	readonly total: number | undefined;
}

/** Told how far a package is. What it throws does not stop the package. */
export type PackageProgressListener = (progress: PackageProgress) => void;

/** Counts for a listener, file by file. */
export interface PackageProgressCounter {
	beginFile(path: string, size: number | undefined): void;
	add(amount: number): void;
	endFile(): void;
}

/** Reports to a listener: never backwards, and a listener that throws does not stop the work. */
export function createPackageProgress(listener: PackageProgressListener | undefined, total: number | undefined): PackageProgressCounter {
	let done = 0;
	let file: FileProgress = {path: '', done: 0, total: undefined};

	const report = (): void => {
		try {
			listener?.({phase: 'package', done, total, file});
		} catch {
			// The package matters more than who watches it.
		}
	};
	return {
		beginFile(path, size) {
			file = {path, done: 0, total: size};
		},
		add(amount) {
			done += amount;
			file = {...file, done: file.done + amount};
			if (file.done !== file.total) {
				report();
			}
		},
		endFile() {
			file = {...file, total: file.done};
			report();
		},
	};
}
