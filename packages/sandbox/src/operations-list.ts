import {archivematicaOperations} from './archivematica/index.ts';
import type {Operation} from './operations.ts';
import {preservicaOperations} from './preservica/operations.ts';

/** Everything the sandbox can be asked to do, and how we know that the real systems do it that way. */
export function sandboxOperations(): readonly Operation[] {
	return [...preservicaOperations, ...archivematicaOperations];
}
