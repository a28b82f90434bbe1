import type {SandboxContext} from '../context.ts';
import type {Sessions} from './auth/sessions.ts';
import type {Jobs} from './jobs/jobs.ts';
import type {Repository} from './repository.ts';
import type {Retention} from './retention/retention.ts';

/** What the Preservica routes work on. */
export interface Archive {
	readonly context: SandboxContext;
	readonly repository: Repository;
	readonly sessions: Sessions;
	readonly jobs: Jobs;
	readonly retention: Retention;
	/** The server's idea of its own address, if it differs from the one requests come to. */
	readonly publicUrl: string | undefined;
}
