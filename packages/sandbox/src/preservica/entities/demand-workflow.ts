import type {Archive} from '../archive.ts';
import {Problem} from '../problem.ts';
import {contextOfJob} from '../workflow/contexts.ts';

/** @throws Problem 422 when the tenancy has no workflow for this (ENT-22; for exports assumed). */
export function demandWorkflow({workflows}: Archive, kind: 'deletion' | 'export'): void {
	if (!workflows.contexts.has(contextOfJob[kind] ?? '')) throw new Problem(422, `There is no active workflow context for ${kind}.`);
}
