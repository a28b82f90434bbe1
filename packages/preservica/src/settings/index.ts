export {Settings} from './settings.ts';
