export type {ApiKey} from '../auth/api-key.ts';
export type {BagFinding, BagFindingCode, BagReport} from '../bag/bag-report.ts';
export {checkBag, type CheckBagOptions} from '../bag/check-bag.ts';
export type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
export type {MetsFile} from '../mets/mets-inventory.ts';
export type {MetsTransformation} from '../mets/mets-section.ts';
export type {
	CreatingApplication,
	PremisAgent,
	PremisEvent,
	PremisFormat,
	PremisIdentifier,
	PremisInhibitor,
	PremisObject,
	PremisRelationship,
	UncheckedDigest,
} from '../mets/premis.ts';
export {joinServerPath, serverPath, serverPathBytes, type ServerPath} from '../paths/server-path.ts';
export type {TaskStatus} from './async-job.ts';
export type {AsyncTask} from './async-task.ts';
export {isCompressed} from './compressed.ts';
export type {LocationConditions, PackageConditions, PipelineConditions, SpaceConditions} from './conditions.ts';
export {connectStorage} from './connect.ts';
export type {FileQuery, FileRecord, FoundFile, NewFileRecord} from './contents.ts';
export type {NewLocation} from './create-location.ts';
export type {DipsOptions} from './dips.ts';
export type {DownloadBeginning, DownloadOptions, ResumeOptions} from './download.ts';
export type {PackageEvidence} from './evidence.ts';
export {packageFolder} from './extraction-path.ts';
export type {ChangedFile, FixityReport} from './fixity-report.ts';
export type {ListOptions, UnlistablePackage} from './list.ts';
export {locationPurposes} from './location-purposes.ts';
export type {Directory, DirectoryEntry, Location, LocationFilter, LocationPurpose} from './location.ts';
export type {FileMove, MovedFiles} from './move-files.ts';
export type {PackageFilter, PackageListOptions, PackageStatus, PackageType, StoragePackage} from './package.ts';
export type {PackagesByUuid} from './packages-by-uuid.ts';
export type {NewPipeline, Pipeline, PipelineFilter} from './pipeline.ts';
export {decodePointerFile, type PackageEncryption, type PointerFile} from './pointer-file.ts';
export {type Compression, compressionEvent, type NewPremisAgent, type NewPremisEvent} from './premis.ts';
export type {Resource, ResourceName, ResourceSchema, SchemaField} from './schema.ts';
export {type NewSpace, type SpaceProtocol, type SpaceProtocolInfo, spaceProtocols, type SpaceProtocolSettings} from './space-protocols.ts';
export type {Space, SpaceDirectory, SpaceFilter, SpaceSetting} from './space.ts';
export {
	type CheckFixityOptions,
	type EvidenceOptions,
	type ExtractFileOptions,
	type PackageDownloadOptions,
	StorageService,
} from './storage-service.ts';
export type {FinishedReingest, NewStoragePackage, PackageToStore, WorkOptions} from './store-package.ts';
