import {SdkError} from '@fonds/core';
import type {SpreadsheetFinding} from './spreadsheet.ts';

/** A spreadsheet cannot be turned into metadata as it is. */
export class SpreadsheetError extends SdkError {
	/** What is wrong with the headers; empty when it is something else. */
	readonly findings: readonly SpreadsheetFinding[];

	constructor(message: string, findings: readonly SpreadsheetFinding[] = []) {
		super(message);
		this.findings = findings;
	}

	override get name(): string {
		return 'SpreadsheetError';
	}
}
