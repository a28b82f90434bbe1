import type {Finding} from './finding.ts';

/** A package with warnings alone is valid. */
export function statusOf(findings: readonly Finding[]): 'valid' | 'invalid' {
	return findings.some(({severity}) => severity === 'error') ? 'invalid' : 'valid';
}
