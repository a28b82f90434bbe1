/** The digests Preservica records (XIP schema, Fixity). */
export type FixityAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** What a hasher can compute: the digests, those that only BagIt and OCFL name, and the checksum of ZIP. */
export type HashAlgorithm = FixityAlgorithm | 'sha224' | 'sha384' | 'blake2b-512' | 'crc32';

/** Those a hasher knows: the runtime's own implementation knows others, which a page would not. */
export const hashAlgorithms: readonly HashAlgorithm[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b-512', 'crc32'];

/** A digest somebody recorded. */
export interface Fixity {
	readonly algorithm: FixityAlgorithm;
	/** Hexadecimal, lower case where Fonds wrote it. */
	readonly value: string;
}

/** Digests in lower-case hexadecimal, one for each algorithm that was asked for; crc32 has 8 digits. */
export type Digests = {readonly [A in HashAlgorithm]?: string};

/** One digest in the making. */
export interface SingleHasher {
	update(bytes: Uint8Array): void;
	/** Lower-case hexadecimal. Called once, at the end. */
	digest(): string;
}
