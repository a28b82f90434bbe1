import type {SourceAsset, SourceFile, SourceRepresentation} from '../../context/asset-source.ts';

/** An asset was read and its title is shown. */
export class AssetLoadEvent extends Event {
	readonly asset: SourceAsset;

	constructor(asset: SourceAsset) {
		super('asset-load');
		this.asset = asset;
	}
}

/** The asset, its files, or one file could not be read. */
export class AssetErrorEvent extends Event {
	readonly error: unknown;
	/** The file it happened to, if it was not the asset itself. */
	readonly file: SourceFile | undefined;

	constructor(error: unknown, file?: SourceFile) {
		super('asset-error');
		this.error = error;
		this.file = file;
	}
}

/** Someone picked a file or a representation. Cancel it to keep what is shown. */
export class FileSelectEvent extends Event {
	readonly representation: SourceRepresentation;
	/** Undefined when a representation was picked, whose first file is shown then. */
	readonly file: SourceFile | undefined;

	constructor(representation: SourceRepresentation, file?: SourceFile) {
		super('file-select', {bubbles: true, composed: true, cancelable: true});
		this.representation = representation;
		this.file = file;
	}
}

/** A file is shown. */
export class FileShowEvent extends Event {
	readonly file: SourceFile;

	constructor(file: SourceFile) {
		super('file-show');
		this.file = file;
	}
}

/** Someone asked for a file to keep. Cancel it to save the file in a way of your own. */
export class FileDownloadEvent extends Event {
	readonly asset: SourceAsset;
	readonly file: SourceFile;

	constructor(asset: SourceAsset, file: SourceFile) {
		super('file-download', {bubbles: true, composed: true, cancelable: true});
		this.asset = asset;
		this.file = file;
	}
}

/** A download ended: the file was verified and saved, or nothing was. */
export class FileDownloadEndEvent extends Event {
	readonly file: SourceFile;
	/** Why it failed; undefined when it went well. */
	readonly error: unknown;

	constructor(file: SourceFile, error?: unknown) {
		super('file-download-end');
		this.file = file;
		this.error = error;
	}
}

declare global {
	interface GlobalEventHandlersEventMap {
		'asset-load': AssetLoadEvent;
		'asset-error': AssetErrorEvent;
		'file-select': FileSelectEvent;
		'file-show': FileShowEvent;
		'file-download': FileDownloadEvent;
		'file-download-end': FileDownloadEndEvent;
	}
}
