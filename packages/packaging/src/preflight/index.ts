export {preflight, type PreflightOptions, type PreflightReport} from './preflight.ts';
export type {PreflightMetadata} from './check-rows.ts';
export type {PreflightTarget} from './targets.ts';
export type {Finding} from '../findings/finding.ts';
