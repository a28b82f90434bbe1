export {bagLayout, type BagOptions, type RemoteFile} from './bag-layout.ts';
export {infoValues, type Bag, type BagAlgorithm, type BagInfoElement, type FetchItem, type Manifest, type ManifestEntry} from './bag.ts';
export {completeBagLayout, type CompleteBagOptions} from './complete-bag-layout.ts';
export {missingEntries, type FetchOptions} from './fetch-missing.ts';
export {readBagProfile, type BagProfile, type ProfileLabel} from './profile.ts';
export {readBag, type ReadBagOptions} from './read-bag.ts';
export {validateBag, type BagReport, type ValidateBagOptions} from './validate-bag.ts';
export type {Finding} from '../findings/finding.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
