export type {
	Credentials,
	PasswordCredentials,
	SharedSecretCredentials,
	TokenCredentials,
	TokenFunctionCredentials,
} from './auth/credentials.ts';
export {Session, type SessionOptions} from './auth/session.ts';
export {compareVersions, type Namespaces, requireVersion, type Version} from './auth/version.ts';
export {type AssetFile, type AssetFilesOptions, Bitstreams, type DownloadOptions} from './bitstreams/bitstreams.ts';
export {Entities, type ListOptions, type NewFolder, type ThumbnailOptions} from './entities/entities.ts';
export type {
	Asset,
	ContentObject,
	Entity,
	EntityFields,
	EntityReference,
	EntityStub,
	EntityType,
	Folder,
	Fragment,
} from './entities/entity.ts';
export type {Identifier, MetadataFragment} from './entities/metadata.ts';
export type {Bitstream, ContentObjectStub, Format, Generation, Property, Representation, UnknownFixity} from './entities/representation.ts';
export {Preservica, type PreservicaOptions} from './preservica.ts';
export type {IngestResult, IngestStatus} from './uploads/ingest.ts';
export type {UploadSource} from './uploads/upload-source.ts';
export {type UploadOptions, Uploads} from './uploads/uploads.ts';
