export {Authorities} from './authorities.ts';
