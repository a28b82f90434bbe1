// What `Entities` loads when something is changed.
export {createFolder, createPhysicalAsset, saveEntity} from './changes.ts';
export {addAccessRepresentation, replaceGeneration} from './content-changes.ts';
export {addIdentifier, deleteIdentifier, deleteIdentifiers, updateIdentifier} from './identifiers.ts';
export {mergeAssets} from './merge-job.ts';
export {addMetadata, deleteMetadata, deleteMetadataBySchema, updateMetadata, updateMetadataBySchema} from './metadata-changes.ts';
export {editMetadataFromCsv} from './metadata-csv.ts';
export {moveEntity} from './move-job.ts';
export {removeThumbnail, setThumbnail} from './previews.ts';
export {addRelationship, deleteRelationship} from './relationships.ts';
export {renameRepresentation} from './representation-name.ts';
export {changeSecurityTag} from './security-tag-job.ts';
