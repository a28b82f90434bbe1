export type {IngestProcess} from './process.ts';
export {type IngestProcessesOptions, Processes} from './processes.ts';
