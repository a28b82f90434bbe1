export {Monitors} from './monitors.ts';
