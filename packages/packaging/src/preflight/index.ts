export {preflight, type PreflightOptions, type PreflightReport} from './preflight.ts';
export type {PreflightMetadata} from './check-rows.ts';
export type {PreflightTarget} from './targets.ts';
export type {Entries, PackageEntry} from '../entries/entry.ts';
export type {Finding} from '../findings/finding.ts';
export type {Table} from '../metadata/table.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
