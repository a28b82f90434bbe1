export {Workflows} from './workflows.ts';
