export {type AssetFile, type AssetFilesOptions, Bitstreams, type DownloadOptions} from './bitstreams.ts';
