export {createFileTokenStore} from './file-token-store.ts';
export {type SaveOptions, saveStream} from './save-stream.ts';
