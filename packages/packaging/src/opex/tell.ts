import type {Finding} from '../findings/finding.ts';

/** Notes a finding about a document, or about another file. */
export type Tell = (code: string, message: string, severity?: Finding['severity'], path?: string) => void;

/** @param ownPath - The file that findings are about unless they say another. */
export function createTell(findings: Finding[], ownPath: string | undefined): Tell {
	return (code, message, severity = 'error', path = ownPath) => void findings.push({code, severity, path, message});
}
