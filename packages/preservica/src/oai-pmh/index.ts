export {OaiPmh} from './oai-pmh.ts';
