export {createFileTokenStore} from './file-token-store.ts';
export {explain as explainWriteError, syncDirectory, writeFully} from './file-system.ts';
export {type SaveOptions, saveStream} from './save-stream.ts';
