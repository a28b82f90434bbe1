export {type MetsDirectory, type MetsFile, type MetsInventory, readMetsInventory} from './mets-inventory.ts';
export type {ReadMetsOptions} from './mets-reader.ts';
export type {
	MetsAgent,
	MetsDescription,
	MetsDivision,
	MetsEvent,
	MetsField,
	MetsFileEntry,
	MetsHeader,
	MetsMetadata,
	MetsObject,
	MetsOther,
	MetsPremisAgent,
	MetsRights,
	MetsSection,
	MetsStructure,
	MetsTransformation,
} from './mets-section.ts';
export type {
	CreatingApplication,
	GrantedRight,
	PremisAgent,
	PremisEvent,
	PremisFormat,
	PremisIdentifier,
	PremisInhibitor,
	PremisObject,
	PremisPeriod,
	PremisRelationship,
	PremisRights,
	UncheckedDigest,
} from './premis.ts';
export {readMets} from './read-mets.ts';
