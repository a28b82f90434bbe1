/** The kinds of transfer (reference 4.7). */
export const transferTypes = [
	'standard',
	'zipfile',
	'unzipped bag',
	'zipped bag',
	'dspace',
	'maildir',
	'TRIM',
	'dataverse',
	'disk image',
] as const;

/** A kind of transfer. `disk image` is known to {@link Dashboard.createPackage} only. */
export type TransferType = (typeof transferTypes)[number];
