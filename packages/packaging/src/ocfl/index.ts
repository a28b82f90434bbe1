export {ocflObjectLayout, type OcflDescription, type OcflFile, type OcflLayoutOptions} from './object-layout.ts';
export {readOcflObject, type OcflObject, type OcflVersion, type ReadOcflObjectOptions} from './read-object.ts';
export {validateOcflObject, type OcflReport, type ValidateOcflObjectOptions} from './validate-object.ts';
export type {ContentAlgorithm, DigestBlock, Inventory, InventoryVersion, OcflUser} from './inventory.ts';
export type {PackageEntry} from '../entries/entry.ts';
export type {Finding} from '../findings/finding.ts';
export type {PackageLayout} from '../layout/layout.ts';
export type {DigestFilesOptions} from '../tree/digest-files.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
