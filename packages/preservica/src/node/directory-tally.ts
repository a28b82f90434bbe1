import type {
	ChangedFile,
	DirectoryItem,
	DirectoryPackage,
	DirectoryReport,
	EarlierPackage,
	FailedPaths,
	SkippedPath,
} from './directory-report.ts';

/** Counts what becomes of a directory, and tells. */
export class DirectoryTally {
	readonly #folders = {created: 0, present: 0};
	readonly #files = {uploaded: 0, present: 0, changed: 0, waiting: 0};
	readonly #packages: DirectoryPackage[] = [];
	readonly #earlier: EarlierPackage[] = [];
	readonly #changed: ChangedFile[] = [];
	readonly #skipped: SkippedPath[] = [];
	readonly #failed: FailedPaths[] = [];
	#size = 0;
	readonly #onItem: ((item: DirectoryItem) => void) | undefined;

	constructor(onItem: ((item: DirectoryItem) => void) | undefined) {
		this.#onItem = onItem;
	}

	/** Bytes of the files that were uploaded. */
	get size(): number {
		return this.#size;
	}

	/** A folder that is there now. */
	folder(code: string, outcome: 'created' | 'present'): void {
		this.#folders[outcome]++;
		this.#tell('folder', code, outcome);
	}

	/** A file that was looked at. */
	file(code: string, outcome: 'uploaded' | 'present' | 'waiting'): void {
		this.#files[outcome]++;
		this.#tell('file', code, outcome);
	}

	/** A file that is not what was ingested. */
	change(file: ChangedFile): void {
		this.#changed.push(file);
		this.#files.changed++;
		this.#tell('file', file.path, 'changed');
	}

	/** A package of an earlier run that is not over. */
	wait(earlier: EarlierPackage): void {
		this.#earlier.push(earlier);
	}

	skip(path: string, reason: SkippedPath['reason']): void {
		this.#skipped.push({path, reason});
		this.#tell('file', path, 'skipped');
	}

	fail(kind: DirectoryItem['kind'], paths: readonly string[], error: unknown): void {
		this.#failed.push({paths, error});
		paths.forEach(path => this.#tell(kind, path, 'failed'));
	}

	/** A package that was sent. Gives its number. */
	add(sent: DirectoryPackage): number {
		this.#size += sent.size;
		return this.#packages.push(sent) - 1;
	}

	/** The ingest of a package is over. */
	end(index: number, outcome: DirectoryPackage['outcome']): void {
		const sent = this.#packages[index];
		if (sent !== undefined) {
			this.#packages[index] = {...sent, outcome, job: undefined};
		}
	}

	/** @param walked - Was everything looked at? */
	report(walked: boolean): DirectoryReport {
		return {
			complete: walked && this.#failed.length + this.#changed.length === 0 && this.#earlier.every(({arrived}) => arrived),
			folders: {...this.#folders},
			files: {...this.#files},
			size: this.#size,
			packages: [...this.#packages],
			earlier: [...this.#earlier],
			changed: [...this.#changed],
			skipped: [...this.#skipped],
			failed: [...this.#failed],
		};
	}

	#tell(kind: DirectoryItem['kind'], code: string, outcome: DirectoryItem['outcome']): void {
		try {
			this.#onItem?.({kind, code, outcome});
		} catch {
			// A listener is a guest: its failure is not the run's.
		}
	}
}
