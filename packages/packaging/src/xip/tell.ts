import type {Finding} from '../findings/finding.ts';

/** Reports something about the metadata. */
export type Tell = (code: string, message: string, severity?: Finding['severity'], path?: string) => void;

/** @param ownPath - The file that findings are about unless they say another. */
export function createTell(findings: Finding[], ownPath: string): Tell {
	return (code, message, severity = 'error', path = ownPath) => void findings.push({code, severity, path, message});
}
