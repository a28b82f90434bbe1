export type {Digests, Fixity, FixityAlgorithm, HashAlgorithm} from './algorithms.ts';
export {hashStream, type HashStreamOptions} from './hash-stream.ts';
export {createHasher, type Hasher} from './hasher.ts';
export {verifyStream, type ExpectedBytes, type ExpectedDigest, type VerifyStreamOptions} from './verify-stream.ts';
