export {addOcflVersion, type AddOcflVersionOptions} from './add-ocfl-version.ts';
export {entryFromPath, type FileEntry} from './file-entry.ts';
export {openFile, type FileAccess} from './file-access.ts';
export {readDirectory, type ReadDirectoryOptions} from './read-directory.ts';
export {writePackage, type WritePackageOptions} from './write-package.ts';
export {openFolder} from './open-folder.ts';
export {writeFolder} from './write-folder.ts';
export type {WriteFilesOptions, WrittenFolder} from '../sinks/write-files.ts';
