export {Deletions} from './deletions.ts';
