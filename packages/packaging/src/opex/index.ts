export {readOpex, type ReadOpex, type ReadOpexOptions} from './read-opex.ts';
export {writeOpex, type WriteOpexOptions} from './write-opex.ts';
export {opexLayout} from './opex-layout.ts';
export type {OpexLayoutOptions} from './layout-options.ts';
export type {
	OpexAssetDescription,
	OpexContentDescription,
	OpexFileDescription,
	OpexFolderDescription,
	OpexPackageDescription,
} from './package-description.ts';
export type {OpexVersion} from './names.ts';
export type {
	OpexDescription,
	OpexEventDescription,
	OpexFixityDescription,
	OpexFragmentDescription,
	OpexIdentifierDescription,
	OpexManifestDescription,
	OpexManifestFileDescription,
	OpexProperties,
	OpexRelationshipDescription,
} from './description.ts';
export type {
	OpexDocument,
	OpexEvent,
	OpexFixity,
	OpexFragment,
	OpexIdentifier,
	OpexManifest,
	OpexManifestFile,
	OpexRelationship,
} from './document.ts';
export {readOpexTree, type ReadOpexTreeOptions} from './read-opex-tree.ts';
export {verifyOpex, type OpexReport, type VerifyOpexOptions} from './verify-opex.ts';
export type {OpexAsset, OpexContents, OpexFolder} from './contents.ts';
export type {PackageEntry} from '../entries/entry.ts';
export type {Finding} from '../findings/finding.ts';
export type {PackageLayout} from '../layout/layout.ts';
export type {Pax} from '../pax/pax.ts';
export type {DigestFilesOptions} from '../tree/digest-files.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
