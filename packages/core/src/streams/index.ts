export {iterate} from './iterate.ts';
export {readAll, readText, type ReadOptions} from './read.ts';
export {rechunk} from './rechunk.ts';
export {streamFrom, type ChunkSource} from './stream-from.ts';
