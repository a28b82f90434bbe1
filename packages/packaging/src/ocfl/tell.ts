import type {Finding} from '../findings/finding.ts';

/** Notes a finding; the code is one of the specification's validation codes, such as `E092` or `W004`. */
export type Tell = (code: string, message: string, path?: string) => void;

/** Collects findings. */
export function collectFindings(): {readonly findings: Finding[]; readonly tell: Tell} {
	const findings: Finding[] = [];
	const tell: Tell = (code, message, path) => {
		findings.push({code, severity: code.startsWith('E') ? 'error' : 'warning', message, path});
	};
	return {findings, tell};
}
