export {
	type Asset,
	type ContentObject,
	type Entity,
	type EntityFields,
	type EntityReference,
	type EntityStub,
	type EntityType,
	type Folder,
	type Fragment,
} from './entity.ts';
export {Entities, type ListOptions, type NewFolder, type ThumbnailOptions} from './entities.ts';
export type {Identifier, MetadataFragment} from './metadata.ts';
export type {Bitstream, ContentObjectStub, Format, Generation, Property, Representation, UnknownFixity} from './representation.ts';
