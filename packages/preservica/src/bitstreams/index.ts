export type {AccessCopy} from './access-copy.ts';
export type {BitstreamReference} from './bitstream-address.ts';
export {
	type AccessCopyOptions,
	type AssetFile,
	type AssetFilesOptions,
	Bitstreams,
	type DownloadOptions,
	type IntegrityCheckOptions,
} from './bitstreams.ts';
export type {IntegrityCheck, IntegrityCheckType} from './integrity-check.ts';
