import {readFileSync} from 'node:fs';

/**
 * The most memory this process has had, in bytes. Linux counts what the parent had before it started the program into `maxRSS`, so there
 * it is read from where it does not.
 */
export function peakMemory(): number {
	if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
	return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}
