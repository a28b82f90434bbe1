export {
	type Asset,
	type ChangedEntity,
	type ContentObject,
	type Entity,
	type EntityFields,
	type EntityReference,
	type EntityStub,
	type EntityType,
	type Folder,
	type Fragment,
	type UnknownEntity,
} from './entity.ts';
export {Entities, type ListOptions, type NewFolder, type ThumbnailOptions, type WalkOptions} from './entities.ts';
export type {NewAccessCopy, NewGeneration} from './content-changes.ts';
export type {ContentStream, SendContentOptions} from './content-source.ts';
export {dcmiRelations} from './dcmi-relations.ts';
export type {Merge, MergeOfAssets, MergeOfFolder} from './merge.ts';
export type {Identifier, IdentifierMatch, MetadataFragment, NewIdentifier} from './metadata.ts';
export type {NewPhysicalAsset, ReadMetadataOptions, SecurityTagOptions, UpdatedSinceOptions, WriteMetadataOptions} from './options.ts';
export {PartlyDoneError, type PartlyDoneErrorOptions} from '../operations/partly-done-error.ts';
export type {NewRelationship, Relationship, RelationshipEnd} from './relationship.ts';
export type {Bitstream, ContentObjectStub, Format, Generation, Property, Representation, UnknownFixity} from './representation.ts';
export type {AssetStructure} from './structure.ts';
