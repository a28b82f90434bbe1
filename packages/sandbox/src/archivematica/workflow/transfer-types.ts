/** A kind of transfer (reference, 4.7). */
export interface TransferTypeDefinition {
	/** The watched directory below `activeTransfers`. */
	readonly directory: string;
	/** The job that waits for approval. */
	readonly approval: string;
	/** AM-02 lists it. */
	readonly listed: boolean;
	/** Approved by a path without a final slash when it is an archive. */
	readonly archives: boolean;
	readonly bag: boolean;
}

const type = (directory: string, approval: string, {listed = true, archives = false, bag = false} = {}): TransferTypeDefinition => ({
	directory,
	approval: `Approve ${approval} transfer`,
	listed,
	archives,
	bag,
});

/** The kinds of transfers by the names the API knows them by. */
export const transferTypes: Readonly<Record<TransferType, TransferTypeDefinition>> = {
	standard: type('standardTransfer', 'standard'),
	zipfile: type('zippedDirectory', 'zipped', {archives: true}),
	'unzipped bag': type('baggitDirectory', 'bagit', {bag: true}),
	'zipped bag': type('baggitZippedDirectory', 'zipped bagit', {archives: true, bag: true}),
	dspace: type('Dspace', 'DSpace', {archives: true}),
	maildir: type('maildir', 'maildir', {listed: false}),
	TRIM: type('TRIM', 'TRIM', {listed: false}),
	dataverse: type('dataverseTransfer', 'Dataverse', {listed: false}),
};

/** The name of a kind of transfer. */
export type TransferType = 'standard' | 'zipfile' | 'unzipped bag' | 'zipped bag' | 'dspace' | 'maildir' | 'TRIM' | 'dataverse';

/** Whether a text names a kind of transfer. */
export function isTransferType(name: string): name is TransferType {
	return Object.hasOwn(transferTypes, name);
}

/** Archives are known by their names (reference, AM-01). */
export function isArchive(path: string): boolean {
	return /\.(?:zip|tgz|tar\.gz)$/u.test(path);
}
