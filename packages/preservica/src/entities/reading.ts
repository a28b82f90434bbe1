// What `Entities` loads when more than an entity is read: one chunk, for each has a price.
export {walkBelow, walkChildren} from './children.ts';
export {readActiveGeneration, readBitstreams, readContentObjects, readGenerations, readRepresentations} from './content.ts';
export {hasThumbnail} from './previews.ts';
export {walkRelationships} from './relationships.ts';
export {readStructure} from './structure.ts';
export {findByIdentifier, readAncestors, readIdentifiers, readMetadata, readThumbnail} from './surroundings.ts';
export {walkUpdatedSince} from './updated-since.ts';
