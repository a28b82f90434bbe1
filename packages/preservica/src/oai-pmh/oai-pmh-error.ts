import {SdkError} from '@fonds/core';

/** The conditions of OAI-PMH 2.0, section 3.6. */
export type OaiErrorCode =
	| 'badArgument'
	| 'badResumptionToken'
	| 'badVerb'
	| 'cannotDisseminateFormat'
	| 'idDoesNotExist'
	| 'noMetadataFormats'
	| 'noRecordsMatch'
	| 'noSetHierarchy'
	| (string & {});

/** One condition, with the server's words. */
export interface OaiCondition {
	readonly code: OaiErrorCode;
	readonly message: string;
}

const meanings: ReadonlyMap<string, string> = new Map(
	Object.entries({
		badResumptionToken:
			'The resumption token is unknown or has expired. Begin the harvest anew, from the datestamp of the last record that came',
		cannotDisseminateFormat: 'There is no metadata of this format',
		idDoesNotExist: 'There is no record with this identifier',
		noSetHierarchy: 'This repository has no sets',
	}),
);

/** The repository answered with an error of OAI-PMH. Its `code` is the first condition's in small letters, such as `bad-resumption-token`. */
export class OaiPmhError extends SdkError {
	/** What the server found wrong, in its order; at least one. */
	readonly conditions: readonly OaiCondition[];

	/** @param verb - What was asked, such as `ListRecords`. */
	constructor(verb: string, conditions: readonly OaiCondition[]) {
		const [{code, message} = {code: 'unknown', message: ''}] = conditions;
		const words = message.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
		super(`${meanings.get(code) ?? `The repository refused ${verb}`} (${code})${words === '' ? '.' : `: ${words}`}`, {
			code: code.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase(),
		});
		this.conditions = conditions;
	}

	override get name(): string {
		return 'OaiPmhError';
	}
}
