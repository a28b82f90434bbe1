export {ocflObjectLayout, type OcflDescription, type OcflFile, type OcflOptions} from './object-layout.ts';
export {readOcflObject, type OcflObject, type OcflVersion, type ReadOcflOptions} from './read-object.ts';
export {validateOcflObject, type OcflReport, type ValidateOcflOptions} from './validate-object.ts';
export type {ContentAlgorithm, DigestBlock, Inventory, InventoryVersion, OcflUser} from './inventory.ts';
export type {Finding} from '../findings/finding.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
