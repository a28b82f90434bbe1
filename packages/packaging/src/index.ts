export {packageAssets, type XipPackage} from './xip/package-assets.ts';
export {xipLayout} from './xip/xip-layout.ts';
export type {PackageAssetsOptions, XipLayoutOptions, XipPlanOptions} from './xip/options.ts';
export type {
	AssetDescription,
	EntityDescription,
	EventActionDescription,
	EventDescription,
	FolderDescription,
	IdentifierDescription,
	LinkDescription,
	MetadataDescription,
	RestrictionDescription,
	XipDescription,
} from './xip/description.ts';
export type {
	BitstreamDescription,
	ContentFile,
	ContentObjectDescription,
	FixityDescription,
	FormatDescription,
	GenerationDescription,
	PropertyDescription,
	RepresentationDescription,
	RepresentationFormatDescription,
} from './xip/content-description.ts';
export {zip} from './zip/zip.ts';
export {predictZipLength} from './zip/predict-length.ts';
export type {WrittenEntry, ZipEncodingOptions, ZipOptions} from './zip/options.ts';
export {openZip, type ZipArchive} from './unzip/open-zip.ts';
export {accessUrl, type UrlAccessOptions} from './unzip/access-url.ts';
export {readZipStream, type ZipStreamOptions} from './unzip/read-zip-stream.ts';
export type {StreamedZipEntry} from './unzip/streamed-entry.ts';
export type {ZipEntry} from './unzip/zip-entry.ts';
export type {ZipLimits} from './unzip/limits.ts';
export type {PartAccess, RandomAccess} from './unzip/random-access.ts';
export type {Entries, EntryReader, PackageEntry} from './entries/entry.ts';
export {entryFromFile, type BlobEntry} from './entries/file-entry.ts';
export {folderEntry} from './entries/folder-entry.ts';
export {createPathClaims, type ClaimPath} from './entries/path-claims.ts';
export type {FileProgress, PackageProgress, PackageProgressListener} from './entries/progress.ts';
export {zipLayout, type ZippedPackage, type ZipLayoutOptions} from './layout/zip-layout.ts';
export type {OutlinedFile, PackageLayout, WrittenEntries} from './layout/layout.ts';
export {treeOfZip} from './tree/tree-of-zip.ts';
export {treeOfEntries} from './tree/tree-of-entries.ts';
export type {PackageFile, PackageTree} from './tree/package-tree.ts';
export type {Finding} from './findings/finding.ts';
export {entriesOfDirectory, treeOfDirectory, type DirectoryEntries} from './sources/directory-handle.ts';
export {entriesOfDrop, treeOfDrop} from './sources/drop.ts';
export {entryFromStream} from './sources/stream-entry.ts';
export {entryFromUrl, type UrlEntryOptions} from './sources/url-entry.ts';
export type {FolderOptions} from './sources/walk-folder.ts';
export {filesLayout, type FilesLayoutOptions} from './layout/files-layout.ts';
export {writeDirectory, type WriteDirectoryOptions} from './sinks/write-directory.ts';
export {saveToPicker, type Saveable, type SaveFilePicker, type SaveToPickerOptions} from './sinks/save-to-picker.ts';
export {saveAsDownload, type SaveAsDownloadOptions} from './sinks/save-as-download.ts';
export type {WriteFilesOptions, WrittenFolder} from './sinks/write-files.ts';
