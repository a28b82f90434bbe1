export {Reingests} from './reingests.ts';
