export {readMets} from './read-mets.ts';
