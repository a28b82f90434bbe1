export {saveAip, type SaveAipOptions, type SavedAip} from './save-aip.ts';
