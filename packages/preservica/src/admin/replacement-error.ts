import {SdkError, type SdkErrorOptions} from '@fonds/core';

/** What a `ReplacementError` takes. */
export interface ReplacementErrorOptions extends SdkErrorOptions {
	readonly restored: boolean;
	readonly content: Uint8Array<ArrayBuffer>;
}

/** A stored document was deleted to be replaced, and its replacement could not be added. Why is in `cause`. */
export class ReplacementError extends SdkError {
	/** Is the old one on the server again, under another id? */
	readonly restored: boolean;
	/** The old one, byte for byte: keep it when it is not restored. */
	readonly content: Uint8Array<ArrayBuffer>;

	constructor(message: string, {restored, content, ...options}: ReplacementErrorOptions) {
		super(message, options);
		this.restored = restored;
		this.content = content;
	}

	override get name(): string {
		return 'ReplacementError';
	}
}
