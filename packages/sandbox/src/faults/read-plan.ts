import {readFile} from 'node:fs/promises';
import type {Fault} from './fault.ts';
import {readFaults} from './fault.ts';

/** Reads a file of faults: JSON, one or a list. @throws Error that names the file and says what is wrong in it. */
export async function readPlan(path: string): Promise<readonly Fault[]> {
	try {
		const faults: unknown = JSON.parse(await readFile(path, 'utf8'));
		return readFaults(faults);
	} catch (error) {
		throw new Error(`The faults in ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	}
}
