/** A choice of which this package does not know the name, as it stands in the file: the UUID of a chain or of a value. */
export interface UnnamedAnswer {
	readonly value: string;
}

/** Answers that differ between the places of the workflow where a question is asked. A place that is not named asks a person. */
export interface AnswersByLink<Answer extends string> {
	readonly byLink: Readonly<Record<string, Answer | UnnamedAnswer>>;
}

/**
 * An answer to a question, in the dashboard's words, for every place that offers it; or `ask`, which leaves the question to a person.
 */
export type ProcessingAnswer<Answer extends string = string> = Answer | 'ask' | UnnamedAnswer | AnswersByLink<Answer>;

/** Where something is stored: the pipeline's default location of that purpose, one location by its UUID, or asked of a person. */
export type LocationAnswer = 'default' | 'ask' | {readonly location: string} | UnnamedAnswer;

/**
 * Answers to the questions of the workflow. A unit waits for a person at every question that has none, if it gets there.
 *
 * The names follow Archivematica's form; what is said beside each is the question as the dashboard asks it.
 */
export interface ProcessingChoices {
	/** Do you want to scan for viruses? Asked in five places: directories, attachments, extracted files, metadata, submission documentation. */
	readonly virusScanning?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Assign UUIDs to directories? */
	readonly assignUuidsToDirectories?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Generate transfer structure report */
	readonly generateTransferStructure?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Do you want to perform file format identification? Of the transfer. */
	readonly identifyTransferFormats?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Extract packages? */
	readonly extractPackages?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Delete package after extraction? */
	readonly deletePackages?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Perform policy checks on originals? */
	readonly policyChecksOnOriginals?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Examine contents? */
	readonly examineContents?: ProcessingAnswer<'Examine contents' | 'Skip examine contents'> | undefined;
	/** Create SIP(s) */
	readonly createSip?: ProcessingAnswer<'Create single SIP and continue processing' | 'Send to backlog'> | undefined;
	/** Do you want to perform file format identification? Of the SIP, before normalization. */
	readonly identifyIngestFormats?: ProcessingAnswer<'Yes' | 'No, use existing data'> | undefined;
	/** Normalize. Asked in two places, of which the second offers only `Normalize for preservation` and `Do not normalize`. */
	readonly normalize?:
		| ProcessingAnswer<
				| 'Normalize for preservation and access'
				| 'Normalize for preservation'
				| 'Normalize for access'
				| 'Normalize service files for access'
				| 'Normalize manually'
				| 'Do not normalize'
		  >
		| undefined;
	/** Approve normalization */
	readonly approveNormalization?: ProcessingAnswer<'Yes'> | undefined;
	/** Choose thumbnail mode */
	readonly thumbnails?: ProcessingAnswer<'Yes' | 'Yes, without default icons' | 'No'> | undefined;
	/** Perform policy checks on preservation derivatives? */
	readonly policyChecksOnPreservationDerivatives?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Perform policy checks on access derivatives? */
	readonly policyChecksOnAccessDerivatives?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Bind PIDs? */
	readonly bindPids?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Document empty directories? */
	readonly documentEmptyDirectories?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Reminder: add metadata if desired */
	readonly metadataReminder?: ProcessingAnswer<'Continue'> | undefined;
	/** Transcribe SIP contents? */
	readonly transcribe?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Do you want to perform file format identification? Of the submission documentation. */
	readonly identifySubmissionDocumentationFormats?: ProcessingAnswer<'Yes' | 'No'> | undefined;
	/** Select compression algorithm */
	readonly compressionAlgorithm?:
		| ProcessingAnswer<'7z using bzip2' | '7z using lzma' | '7z without compression' | 'Gzipped tar' | 'Parallel bzip2' | 'Uncompressed'>
		| undefined;
	/** Select compression level */
	readonly compressionLevel?:
		| ProcessingAnswer<
				'1 - fastest compression' | '3 - fast compression' | '5 - normal compression' | '7 - maximum compression' | '9 - ultra compression'
		  >
		| undefined;
	/** Store AIP */
	readonly storeAip?: ProcessingAnswer<'Yes'> | undefined;
	/** Store AIP location */
	readonly storeAipLocation?: LocationAnswer | undefined;
	/** Upload DIP */
	readonly uploadDip?:
		| ProcessingAnswer<'Upload DIP to AtoM' | 'Upload DIP to ArchivesSpace' | 'Upload DIP to CONTENTdm' | 'Do not upload DIP'>
		| undefined;
	/** Store DIP? */
	readonly storeDip?: ProcessingAnswer<'Store DIP' | 'Reject DIP'> | undefined;
	/** Store DIP location */
	readonly storeDipLocation?: LocationAnswer | undefined;
}

/** The same, with every key; `undefined` where the file has no answer. */
export type KnownChoices = {readonly [Name in keyof ProcessingChoices]-?: ProcessingChoices[Name] | undefined};
