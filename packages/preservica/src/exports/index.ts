export {Exports} from './exports.ts';
