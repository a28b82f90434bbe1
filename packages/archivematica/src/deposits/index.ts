export {Deposits} from './deposits.ts';
