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
