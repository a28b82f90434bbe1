/** Where files are to go. */
export type PreflightTarget = 'preservica' | 'archivematica' | 'windows' | 'macos' | 'linux';

/** What a place takes. */
export interface TargetRules {
	/** Its name in messages. */
	readonly name: string;
	/** Most bytes of a name, in UTF-8. */
	readonly nameBytes?: number | undefined;
	/** Most characters of a name, in UTF-16. */
	readonly nameLength?: number | undefined;
	/** Most bytes of a path, in UTF-8. */
	readonly pathBytes?: number | undefined;
	/** Most characters of a path, in UTF-16. */
	readonly pathLength?: number | undefined;
	/** Whether names of devices, characters and ends of names are refused that Windows refuses. */
	readonly windowsNames: boolean;
	/** Whether names that differ only in letter case are one. */
	readonly ignoresCase: boolean;
	/** Whether names are changed that are not of ASCII letters, digits and a few signs, and hidden files removed. */
	readonly changesNames: boolean;
}

const plain = {windowsNames: false, ignoresCase: false, changesNames: false} as const;

/** `MAX_PATH` is 260 characters, a drive and the zero at the end among them. */
const windowsPath = 256;

/**
 * What the places take. Preservica's server is closed: files come from and go back to computers of all kinds, so that names which one of them cannot have are told. Archivematica
 * runs on Linux; it keeps the path of a transfer below 4,096 bytes, and puts some 120 in front.
 */
export const targetRules: Readonly<Record<PreflightTarget, TargetRules>> = {
	preservica: {...plain, name: 'Preservica', nameLength: 255, nameBytes: 255, windowsNames: true, ignoresCase: true},
	archivematica: {...plain, name: 'Archivematica', nameBytes: 255, pathBytes: 3900, changesNames: true},
	windows: {...plain, name: 'Windows', nameLength: 255, pathLength: windowsPath, windowsNames: true, ignoresCase: true},
	macos: {...plain, name: 'macOS', nameLength: 255, pathBytes: 1023, ignoresCase: true},
	linux: {...plain, name: 'Linux', nameBytes: 255, pathBytes: 4095},
};
