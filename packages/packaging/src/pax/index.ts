export {paxLayout} from './pax-layout.ts';
export type {PaxLayoutOptions} from './options.ts';
export {openPaxZip, type OpenPaxZipOptions} from './open-pax-zip.ts';
export {readPax, type ReadPaxOptions} from './read-pax.ts';
export {verifyPax, type PaxReport, type VerifyPaxOptions} from './verify-pax.ts';
export type {Pax} from './pax.ts';
export type {Finding} from '../findings/finding.ts';
