import {type Context, createContext} from '@lit/context';

import type {AssetSource} from './asset-source.ts';
import type {PackageSink} from './package-sink.ts';
import type {TransferSource} from './transfer-source.ts';

/** What a provider offers to the elements inside it: any of the three. */
export type Source = Partial<AssetSource & TransferSource & PackageSink>;

/** The context in which elements look for their source. The key is shared by two installed copies of this package. */
export const sourceContext: Context<symbol, Source | undefined> = createContext(Symbol.for('@fonds/web-components/source'));

/** Can assets be read from it? */
export function isAssetSource(source: Source | undefined): source is Source & AssetSource {
	return source?.asset !== undefined && source.files !== undefined && source.metadata !== undefined && source.open !== undefined;
}

/** Can transfers be found in it? */
export function isTransferSource(source: Source | undefined): source is Source & TransferSource {
	return source?.transfer !== undefined;
}

/** Does it take packages? */
export function isPackageSink(source: Source | undefined): source is Source & PackageSink {
	return source?.ingest !== undefined;
}
