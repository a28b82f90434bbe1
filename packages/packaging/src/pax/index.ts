export {paxLayout} from './pax-layout.ts';
export type {PaxLayoutOptions} from './options.ts';
