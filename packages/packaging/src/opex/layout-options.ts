import type {FixityAlgorithm} from '@fonds/core/hash';
import type {PaxLayoutOptions} from '../pax/options.ts';
import type {ZipEncodingOptions} from '../zip/options.ts';
import type {OpexVersion} from './names.ts';

/** Options of {@link opexLayout}. */
export interface OpexLayoutOptions extends Omit<PaxLayoutOptions, 'name' | 'digests'>, ZipEncodingOptions {
	/** @default '1.2' */
	readonly version?: OpexVersion | undefined;
	/** Digests of fixities. @default ['sha256'] */
	readonly digests?: readonly FixityAlgorithm[] | undefined;
	/** Whether assets become a `.pax.zip`, or a folder `.pax`. @default 'zip' */
	readonly pax?: 'zip' | 'folder' | undefined;
	/**
	 * Whether what is written is the directory that an incremental ingest is started with: it gets a manifest of its own, without being a folder of the archive.
	 *
	 * @default false: a package that is sent as a ZIP file
	 */
	readonly container?: boolean | undefined;
}
