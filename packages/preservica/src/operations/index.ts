export {Operations} from './operations.ts';
export type {ProgressState, ServerProgress} from './progress-state.ts';
