import type {HashAlgorithm} from '@fonds/core/hash';
import type {Finding} from '../findings/finding.ts';
import type {PackageTree} from '../tree/package-tree.ts';

/** The digests that manifests may have here (RFC 8493, 2.4, and those of older bags). */
export type BagAlgorithm = Exclude<HashAlgorithm, 'crc32' | 'blake2b-512'>;

const bagAlgorithms: readonly BagAlgorithm[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/** The algorithm of a manifest, by the name in its file name: in lower case, with or without a hyphen (RFC 8493, 2.4). */
export function bagAlgorithm(name: string): BagAlgorithm | undefined {
	const plain = name.toLowerCase().replace('-', '');
	return bagAlgorithms.find(known => known === plain);
}

/** A line of `bag-info.txt`: a label, and what it says. */
export type BagInfoElement = readonly [label: string, value: string];

/** A line of a manifest. */
export interface ManifestEntry {
	/** In lower case. */
	readonly digest: string;
	/** Relative to the bag, decoded: as the file is called. */
	readonly path: string;
	/** As it stands in the manifest, where that is something else. */
	readonly written: string;
}

/** A manifest, payload or tag. */
export interface Manifest {
	/** Its file. */
	readonly file: string;
	readonly algorithm: BagAlgorithm;
	readonly entries: readonly ManifestEntry[];
}

/** A file that is elsewhere (RFC 8493, 2.2.3). */
export interface FetchItem {
	readonly url: string;
	/** Bytes, if it says so. */
	readonly size: number | undefined;
	/** Relative to the bag. */
	readonly path: string;
}

/** A bag, as far as it could be read. */
export interface Bag {
	/** Its files, with paths from the bag's own folder on. */
	readonly tree: PackageTree;
	/** Such as `1.0`. */
	readonly version: string;
	/** Encoding of the tag files. */
	readonly encoding: string;
	/** In the order of the file; labels may repeat. */
	readonly info: readonly BagInfoElement[];
	readonly manifests: readonly Manifest[];
	readonly tagManifests: readonly Manifest[];
	readonly fetch: readonly FetchItem[];
	/** What is wrong in the tag files themselves. */
	readonly findings: readonly Finding[];
}

/** What a label says, each time it is there. Labels are compared without regard to letter case (RFC 8493, 2.2.2). */
export function infoValues({info}: Pick<Bag, 'info'>, label: string): readonly string[] {
	return info.filter(([name]) => name.toLowerCase() === label.toLowerCase()).map(([, value]) => value);
}

/** Is this a bag of version 1.0 or later, to which RFC 8493 applies? */
export function isModern({version}: Pick<Bag, 'version'>): boolean {
	return Number(version.split('.')[0]) >= 1;
}
