export {packageAssets, type XipPackage} from './package-assets.ts';
export type {PackageAssetsOptions, XipPlanOptions} from './options.ts';
export type {
	AssetDescription,
	ContentFile,
	EntityDescription,
	FolderDescription,
	IdentifierDescription,
	MetadataDescription,
	RepresentationDescription,
	XipDescription,
} from './description.ts';
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
