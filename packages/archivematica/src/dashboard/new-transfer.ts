import {ConfigurationError} from '@fonds/core';
import {encodeSource, insidePath} from '../paths/server-path.ts';
import type {ServerPath} from '../paths/server-path.ts';
import {transferTypes} from './transfer-type.ts';
import type {TransferType} from './transfer-type.ts';

/** Where the content of a transfer lies. */
export interface TransferSource {
	/** UUID of a transfer source location. */
	readonly location: string;
	/**
	 * A folder or an archive in it: relative to the location, or absolute below the location's own path. From `browse`, take the entry's
	 * `path`, which keeps names that are not text.
	 */
	readonly path: string | ServerPath;
}

/** What both ways of starting a transfer take. */
export interface NewTransfer {
	/** Becomes the name of the AIP. */
	readonly name: string;
	readonly source: TransferSource;
	/** @default 'standard' */
	readonly type?: TransferType | undefined;
	readonly accession?: string | undefined;
	/** The record in an access system, such as an AtoM slug; used when a DIP is uploaded. */
	readonly accessSystemId?: string | undefined;
}

/** What {@link Dashboard.createPackage} takes. */
export interface NewPackage extends NewTransfer {
	/**
	 * Which processing configuration; `automated` runs without asking anybody. The server takes `default` for a name it does not know.
	 *
	 * @default the pipeline's `default`, which stops and asks
	 */
	readonly processingConfig?: string | undefined;
	/** Whether processing starts without the approval of a person. @default true */
	readonly autoApprove?: boolean | undefined;
	/** UUID of a set of metadata and rights that somebody made in the web interface. One that does not exist is ignored by the server. */
	readonly metadataSet?: string | undefined;
	/**
	 * Sent as `Idempotency-Key`, 1 to 255 visible ASCII characters. Archivematica from 1.19 on answers the same start by the same user with the
	 * same transfer for 90 days; before, it ignores the header and makes a second transfer for a second request. @default a fresh UUID
	 */
	readonly idempotencyKey?: string | undefined;
	/**
	 * Whether `Idempotency-Key` is honoured; say `true` where a gateway in front of an older dashboard does it. Only then is a start whose answer
	 * was lost sent again. @default whether the dashboard's release does
	 */
	readonly honoursIdempotencyKey?: boolean | undefined;
}

/**
 * The source in the form the server takes.
 *
 * @throws {@link ConfigurationError} for a name or a path the server would cut or misread: the answer would still be a success (reference
 * 2.1, 4.7).
 */
export function checkNewTransfer({name, source, type = 'standard'}: NewTransfer): {readonly type: TransferType; readonly path: string} {
	if (name.trim() === '' || name === '.' || name === '..' || /[/\p{Cc}]/u.test(name)) {
		throw new ConfigurationError(
			`${JSON.stringify(name)} cannot be the name of a transfer: it must not be empty nor hold slashes or control characters.`,
		);
	}
	const bytes = new TextEncoder().encode(name).length;
	if (bytes > longestName) {
		throw new ConfigurationError(
			`The name of the transfer has ${bytes} bytes; with the UUID the server appends, ${longestName} are possible. Shorten it.`,
		);
	}
	if (!transferTypes.includes(type)) {
		throw new ConfigurationError(`${JSON.stringify(type)} is no kind of transfer. Known are: ${transferTypes.join(', ')}.`);
	}
	const path = insidePath(source.path);
	if (/^\/*$/.test(path.text)) {
		throw new ConfigurationError(
			'The source of a transfer is a folder or an archive in a location, not the location itself. Give its path.',
		);
	}
	if (!/^[\w-]+$/.test(source.location)) {
		throw new ConfigurationError(`${JSON.stringify(source.location)} is not the UUID of a location.`);
	}
	return {type, path: encodeSource(source.location, path)};
}

/** 255 bytes of a file name, less `-<uuid>`. */
const longestName = 218;
