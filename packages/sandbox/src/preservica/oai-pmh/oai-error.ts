/** An error of the protocol, which is told with status 200 (OAI-PMH 2.0, 3.6). */
export class OaiError extends Error {
	readonly code:
		| 'badArgument'
		| 'badResumptionToken'
		| 'badVerb'
		| 'cannotDisseminateFormat'
		| 'idDoesNotExist'
		| 'noRecordsMatch'
		| 'noSetHierarchy';

	constructor(code: OaiError['code'], message: string) {
		super(message);
		this.name = 'OaiError';
		this.code = code;
	}
}
