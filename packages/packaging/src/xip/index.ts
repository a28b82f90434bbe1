export {packageAssets, type XipPackage} from './package-assets.ts';
export {xipLayout} from './xip-layout.ts';
export type {PackageAssetsOptions, XipLayoutOptions, XipPlanOptions} from './options.ts';
export type {
	AssetDescription,
	EntityDescription,
	EventActionDescription,
	EventDescription,
	FolderDescription,
	IdentifierDescription,
	LinkDescription,
	MetadataDescription,
	RestrictionDescription,
	XipDescription,
} from './description.ts';
export type {
	BitstreamDescription,
	ContentFile,
	ContentObjectDescription,
	FixityDescription,
	FormatDescription,
	GenerationDescription,
	PropertyDescription,
	RepresentationDescription,
	RepresentationFormatDescription,
} from './content-description.ts';
export {readXip, type ReadXipOptions} from './read-xip.ts';
export {verifyXip, type VerifyXipOptions, type XipReport} from './verify-xip.ts';
export type {
	XipAsset,
	XipBitstream,
	XipContentObject,
	XipContents,
	XipEntity,
	XipEvent,
	XipEventAction,
	XipFixity,
	XipFolder,
	XipFormat,
	XipFragment,
	XipGeneration,
	XipIdentifier,
	XipLink,
	XipProperty,
	XipRepresentation,
	XipRepresentationFormat,
	XipRestriction,
} from './contents.ts';
export type {PackageEntry} from '../entries/entry.ts';
export type {FileProgress, PackageProgress, PackageProgressListener} from '../entries/progress.ts';
export type {Finding} from '../findings/finding.ts';
export type {PackageLayout} from '../layout/layout.ts';
export type {DigestFilesOptions} from '../tree/digest-files.ts';
export type {PackageFile, PackageTree} from '../tree/package-tree.ts';
