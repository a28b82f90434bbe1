/** Every text that the elements show or announce. */
export interface Messages {
	/** Language of the texts, for numbers and for `lang`. */
	readonly locale: string;
	readonly viewer: {
		readonly idle: string;
		readonly loading: string;
		readonly shown: (title: string) => string;
		readonly files: string;
		readonly noFiles: string;
		readonly noFilesHint: string;
		readonly representation: string;
		readonly previousFile: string;
		readonly nextFile: string;
		readonly position: (index: number, count: number, more: boolean) => string;
		readonly moreFiles: string;
		readonly loadingFile: (name: string) => string;
		readonly fileShown: (name: string) => string;
		readonly fileProgress: (done: string, total: string | undefined) => string;
		readonly verified: (algorithms: string) => string;
		readonly notVerified: string;
		readonly partly: string;
		readonly download: string;
		readonly downloadFile: (name: string) => string;
		readonly downloading: (percent: string) => string;
		readonly downloaded: (name: string) => string;
		readonly downloadFailed: (reason: 'forbidden' | 'not-found' | 'fixity' | 'failed') => string;
		readonly cancelDownload: string;
		readonly details: string;
		readonly about: string;
		readonly reference: string;
		readonly fixity: string;
		readonly moreMetadata: (count: number) => string;
		readonly noMetadata: string;
		readonly metadataFailed: string;
		readonly retry: string;
		readonly showAnyway: string;
	};
	readonly problem: Readonly<
		Record<
			'forbidden' | 'not-found' | 'fixity' | 'failed' | 'unsupported' | 'large' | 'locked',
			(what: string) => readonly [title: string, hint: string]
		>
	>;
	readonly image: {
		readonly keys: (name: string) => string;
		readonly zoomIn: string;
		readonly zoomOut: string;
		readonly home: string;
		readonly rotate: string;
		readonly fullscreen: string;
		readonly leaveFullscreen: string;
		readonly controls: string;
		readonly zoomLevel: string;
		readonly scrollHint: string;
		readonly touchHint: string;
	};
	readonly pdf: {
		readonly controls: string;
		readonly page: string;
		readonly of: (count: number) => string;
		readonly previous: string;
		readonly next: string;
		readonly zoomIn: string;
		readonly zoomOut: string;
		readonly fit: string;
		readonly pageLabel: (page: number, count: number) => string;
	};
	readonly media: {readonly audio: (name: string) => string; readonly video: (name: string) => string; readonly captions: string};
	readonly text: {
		readonly label: (name: string) => string;
		readonly partial: (shown: string, total: string | undefined) => string;
		readonly empty: string;
		readonly encoding: (name: string) => string;
		readonly wrap: string;
	};
	readonly transfer: {
		readonly heading: string;
		readonly state: Readonly<
			Record<'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'rejected' | 'cancelled' | 'unknown', string>
		>;
		readonly step: Readonly<Record<'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped', string>>;
		readonly connecting: string;
		readonly idle: string;
		readonly lost: string;
		readonly lostHint: string;
		readonly notFound: string;
		readonly forbidden: string;
		readonly retry: string;
		readonly waitingFor: string;
		readonly waitingUnknown: string;
		readonly waitingAt: string;
		readonly warnings: string;
		readonly failure: string;
		readonly details: string;
		readonly results: string;
		readonly steps: string;
		readonly progress: (done: number, total: number) => string;
		readonly progressLabel: string;
		readonly announce: (state: string, activity: string | undefined) => string;
	};
	readonly uploader: {
		readonly heading: string;
		readonly list: string;
		readonly drop: string;
		readonly dropHint: string;
		readonly chooseFiles: string;
		readonly chooseFolder: string;
		readonly reading: string;
		readonly readFailed: (path: string) => string;
		readonly title: string;
		readonly titleHint: string;
		readonly titleMissing: string;
		readonly description: string;
		readonly optional: string;
		readonly securityTag: string;
		readonly files: (count: number, size: string) => string;
		readonly added: (count: number) => string;
		readonly sameFiles: (count: number) => string;
		readonly remove: (path: string) => string;
		readonly removed: (path: string) => string;
		readonly clear: string;
		readonly more: (count: number) => string;
		readonly start: string;
		readonly noSink: string;
		readonly cancel: string;
		readonly cancelling: string;
		readonly cancelled: string;
		readonly retry: string;
		readonly failed: string;
		readonly done: (count: number) => string;
		readonly again: string;
		readonly open: (title: string) => string;
		readonly reference: string;
		readonly phase: Readonly<Record<'packaging' | 'uploading' | 'ingesting', string>>;
		readonly phaseDone: Readonly<Record<'packaging' | 'uploading' | 'ingesting', string>>;
		readonly phaseState: Readonly<Record<'pending' | 'running' | 'done' | 'failed', string>>;
		readonly fileDone: string;
		readonly progress: string;
	};
}

/** The texts in English. */
export const english: Messages = {
	locale: 'en',
	viewer: {
		idle: 'No asset to show.',
		loading: 'Loading the asset…',
		shown: title => `${title}: loaded.`,
		files: 'Files',
		noFiles: 'Nothing to show',
		noFilesHint: 'This representation has no files.',
		representation: 'Representation',
		previousFile: 'Previous file',
		nextFile: 'Next file',
		position: (index, count, more) => `${index} of ${count}${more ? '+' : ''}`,
		moreFiles: 'Show more files',
		loadingFile: name => `Loading ${name}…`,
		fileShown: name => `${name} is shown.`,
		fileProgress: (done, total) => (total === undefined ? done : `${done} of ${total}`),
		verified: algorithms => `Verified: ${algorithms}`,
		notVerified: 'No checksum on record',
		partly: 'Shown in part, not verified',
		download: 'Download',
		downloadFile: name => `Download ${name}`,
		downloading: percent => `Downloading ${percent}`,
		downloaded: name => `${name} was downloaded.`,
		downloadFailed: reason =>
			reason === 'fixity'
				? 'What arrived does not match the checksum on record. Nothing was saved.'
				: 'The download failed, and nothing was saved.',
		cancelDownload: 'Cancel the download',
		details: 'Details',
		about: 'About this asset',
		reference: 'Reference',
		fixity: 'Checksums of this file',
		moreMetadata: count => `${count} more values are not shown.`,
		noMetadata: 'No descriptive metadata.',
		metadataFailed: 'The descriptive metadata could not be read.',
		retry: 'Try again',
		showAnyway: 'Show it',
	},
	problem: {
		forbidden: () => [
			'You may not see this',
			'Your account has no permission for it. Sign in with another account, or ask whoever looks after the collection.',
		],
		'not-found': () => ['Not found', 'Nothing has this reference. It may have been moved, or deleted.'],
		fixity: name => [
			'The bytes are not the ones that were preserved',
			`What arrived does not match the checksum on record, so ${name} is not shown. Try again; if it happens again, tell whoever looks after the collection.`,
		],
		failed: () => ['This could not be loaded', 'The archive did not answer as expected. Try again in a moment.'],
		unsupported: format => [
			`No preview for this ${format}`,
			'This browser cannot show it. Download the file to open it in another program, or choose another representation.',
		],
		large: size => [`This file is large: ${size}`, 'It has to be loaded as a whole before it can be shown.'],
		locked: () => ['This document is locked', 'It can only be opened with a password. Download the file to open it in another program.'],
	},
	image: {
		keys: name => `${name}. Arrow keys move the image, plus and minus zoom, zero shows all of it, R turns it.`,
		zoomIn: 'Zoom in',
		zoomOut: 'Zoom out',
		home: 'Show the whole image',
		rotate: 'Turn by 90 degrees',
		fullscreen: 'Full screen',
		leaveFullscreen: 'Leave full screen',
		controls: 'Image',
		zoomLevel: 'Zoom',
		scrollHint: 'Hold Ctrl and scroll to zoom',
		touchHint: 'Use two fingers to move the image',
	},
	pdf: {
		controls: 'Document',
		page: 'Page',
		of: count => `of ${count}`,
		previous: 'Previous page',
		next: 'Next page',
		zoomIn: 'Zoom in',
		zoomOut: 'Zoom out',
		fit: 'Fit to width',
		pageLabel: (page, count) => `Page ${page} of ${count}`,
	},
	media: {audio: name => `Audio: ${name}`, video: name => `Video: ${name}`, captions: 'Captions'},
	text: {
		label: name => `Text of ${name}`,
		partial: (shown, total) =>
			`This is the first ${shown}${total === undefined ? '' : ` of ${total}`}. Download the file to read all of it.`,
		empty: 'This file is empty.',
		encoding: name => `Read as ${name}`,
		wrap: 'Wrap lines',
	},
	transfer: {
		heading: 'Transfer',
		state: {
			pending: 'Not started',
			running: 'In progress',
			waiting: 'Waiting for a person',
			succeeded: 'Preserved',
			failed: 'Failed',
			rejected: 'Rejected',
			cancelled: 'Cancelled',
			unknown: 'In an unknown state',
		},
		step: {pending: 'to do', running: 'in progress', waiting: 'waiting', succeeded: 'done', failed: 'failed', skipped: 'skipped'},
		connecting: 'Asking how the transfer stands…',
		idle: 'No transfer to follow.',
		lost: 'The transfer cannot be followed',
		lostHint: 'The connection broke; the transfer itself goes on. Try again to see how it stands.',
		notFound: 'Nothing is known about this transfer.',
		forbidden: 'Your account may not see this transfer.',
		retry: 'Try again',
		waitingFor: 'A person has to decide',
		waitingUnknown: 'The system does not say what.',
		waitingAt: 'Decide there',
		warnings: 'Not everything went well',
		failure: 'Why it failed',
		details: 'What the system said',
		results: 'Result',
		steps: 'Steps',
		progress: (done, total) => `${done} of ${total} steps`,
		progressLabel: 'Progress of the transfer',
		announce: (state, activity) => (activity === undefined ? `${state}.` : `${state}: ${activity}.`),
	},
	uploader: {
		heading: 'Preserve files',
		list: 'Files to preserve',
		drop: 'Drop files or a folder here',
		dropHint: 'or choose them from this computer',
		chooseFiles: 'Choose files',
		chooseFolder: 'Choose a folder',
		reading: 'Reading the folder…',
		readFailed: path => `${path} could not be read and was left out.`,
		title: 'Title',
		titleHint: 'How the asset will be listed in the catalogue',
		titleMissing: 'Give the asset a title.',
		description: 'Description',
		optional: 'optional',
		securityTag: 'Security tag',
		files: (count, size) => `${count} ${count === 1 ? 'file' : 'files'}, ${size}`,
		added: count => `${count} ${count === 1 ? 'file' : 'files'} added.`,
		sameFiles: count =>
			count === 1 ? 'One file was in the list already and was replaced.' : `${count} files were in the list already and were replaced.`,
		remove: path => `Remove ${path}`,
		removed: path => `${path} removed.`,
		clear: 'Remove all',
		more: count => `and ${count} more, which are packaged too`,
		start: 'Preserve',
		noSink: 'Nothing is connected that could take the files.',
		cancel: 'Cancel',
		cancelling: 'Cancelling…',
		cancelled: 'Cancelled. Nothing was preserved.',
		retry: 'Try again',
		failed: 'The files were not preserved',
		done: count => (count === 1 ? 'The asset is preserved.' : `${count} assets are preserved.`),
		again: 'Preserve more files',
		open: title => `Open ${title}`,
		reference: 'Reference',
		phase: {packaging: 'Hash and package', uploading: 'Upload', ingesting: 'Ingest'},
		phaseDone: {packaging: 'Hashed and packaged', uploading: 'Uploaded', ingesting: 'Ingested'},
		phaseState: {pending: 'to do', running: 'in progress', done: 'done', failed: 'failed'},
		fileDone: 'packaged',
		progress: 'Progress',
	},
};
