import {Hono} from 'hono';
import type {SandboxContext} from '../context.ts';
import type {Operation} from '../operations.ts';

/** The routes of the Archivematica dashboard and of the Storage Service. */
export function archivematicaApp(_context: SandboxContext): Hono {
	return new Hono();
}

/** Puts what a freshly installed Archivematica has into an empty store. */
export function seedArchivematica(_context: SandboxContext): void {}

/** What this part of the sandbox can be asked to do. */
export const archivematicaOperations: readonly Operation[] = [];
