import type {HashAlgorithm} from '@fonds/core/hash';

/** The releases of the OCFL specification that are known here. */
export type OcflRelease = '1.0' | '1.1';

/** The digests that may address content (OCFL 1.1, 3.4). */
export type ContentAlgorithm = 'sha512' | 'sha256';

/** Who made a version (OCFL 1.1, 3.5.3.1). */
export interface OcflUser {
	readonly name: string;
	/** A URI, such as `mailto:` and an address. */
	readonly address?: string | undefined;
}

/** Paths by digest: a manifest, a state, or the fixity of one algorithm. */
export type DigestBlock = ReadonlyMap<string, readonly string[]>;

/** One version as an inventory describes it. */
export interface InventoryVersion {
	readonly created: string;
	readonly message: string | undefined;
	readonly user: OcflUser | undefined;
	/** Logical paths. */
	readonly state: DigestBlock;
}

/** An inventory (OCFL 1.1, 3.5), as far as it could be read. */
export interface Inventory {
	readonly id: string;
	readonly type: string;
	readonly digestAlgorithm: ContentAlgorithm;
	/** The newest version. */
	readonly head: string;
	readonly contentDirectory: string | undefined;
	/** Content paths. */
	readonly manifest: DigestBlock;
	readonly versions: ReadonlyMap<string, InventoryVersion>;
	readonly fixity: ReadonlyMap<string, DigestBlock>;
}

const fixityAlgorithms: readonly string[] = ['md5', 'sha1', 'sha256', 'sha512', 'blake2b-512'] satisfies readonly HashAlgorithm[];

/** Is this an algorithm of the controlled vocabulary (OCFL 1.1, 3.4)? The hashers know them all. */
export function isFixityAlgorithm(name: string): name is HashAlgorithm {
	return fixityAlgorithms.includes(name);
}

/** The release a `type` names. */
export function releaseOf(type: string): OcflRelease | undefined {
	const release = /^https:\/\/ocfl\.io\/(1\.[01])\/spec\/#inventory$/.exec(type)?.[1];
	return release === '1.0' || release === '1.1' ? release : undefined;
}

/** A block by its digests in lower case: letter case makes no difference in them (OCFL 1.1, 3.4). */
export function byLowerCase(block: DigestBlock): DigestBlock {
	return new Map(Array.from(block, ([digest, paths]) => [digest.toLowerCase(), paths]));
}

/** The `type` of the inventories of a release (OCFL 1.1, 3.5.1). */
export function inventoryType(release: OcflRelease): string {
	return `https://ocfl.io/${release}/spec/#inventory`;
}

/** The name of the folder with the content of a version. */
export function contentDirectoryOf({contentDirectory}: Inventory): string {
	return contentDirectory ?? 'content';
}
