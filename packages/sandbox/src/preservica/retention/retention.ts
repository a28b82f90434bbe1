import {isoDate} from '../../clock.ts';
import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';
import type {Repository} from '../repository.ts';

/** In what the length of a retention can be counted. Only `YEAR` is known; the others are assumed (RET-02). */
export const periodUnits = ['YEAR', 'MONTH', 'WEEK', 'DAY'] as const;

/** How long something is kept, and what that means. */
export interface RetentionPolicy {
	readonly ref: string;
	readonly name: string;
	readonly description: string;
	readonly securityTag: string;
	/** The index field that holds the date at which a retention begins. */
	readonly startDateField?: string | undefined;
	readonly period?: number | undefined;
	readonly periodUnit?: (typeof periodUnits)[number] | undefined;
	readonly expiryAction?: string | undefined;
	/** JSON, as it was sent. */
	readonly expiryActionParameters?: string | undefined;
	/** `DELETE`: what has the policy cannot be deleted before it expires. */
	readonly restriction?: string | undefined;
	readonly assignable: boolean;
}

/** An asset that is kept under a policy. */
export interface RetentionAssignment {
	readonly apiId: string;
	readonly entity: string;
	readonly policy: string;
}

/** Retention policies and what is kept under them. */
export class Retention {
	readonly policies: Collection<RetentionPolicy>;
	readonly assignments: Collection<RetentionAssignment>;
	readonly #repository: Repository;
	readonly #now: () => number;
	readonly #byEntity: Index<RetentionAssignment>;
	readonly #byPolicy: Index<RetentionAssignment>;

	constructor(context: SandboxContext, repository: Repository) {
		this.policies = context.store.collection('preservica.retention-policies');
		this.assignments = context.store.collection('preservica.retention-assignments');
		this.#repository = repository;
		this.#now = () => context.now();
		this.#byEntity = this.assignments.index(assignment => [assignment.entity]);
		this.#byPolicy = this.assignments.index(assignment => [assignment.policy]);
		repository.deletionGuards.push(({ref}) => this.#reasonToKeep(ref));
	}

	assignmentsOf(entity: string): readonly RetentionAssignment[] {
		return this.#byEntity.get(entity);
	}

	/** Is anything kept under a policy that has not been deleted? */
	isAssigned(policy: string): boolean {
		return this.#byPolicy.get(policy).some(({entity}) => this.#repository.entities.has(entity));
	}

	/** When the retention of an asset began, ISO 8601. */
	startDate({entity, policy}: RetentionAssignment): string | undefined {
		if (this.policies.get(policy)?.startDateField !== 'xip.created') return undefined;
		return this.#repository.eventsOf(entity).find(({type}) => type === 'Ingest')?.date;
	}

	/** Is the retention over? One without a beginning or a length never is. */
	isExpired(assignment: RetentionAssignment): boolean {
		const start = this.startDate(assignment);
		const {period, periodUnit} = this.policies.get(assignment.policy) ?? {};
		return (
			start !== undefined && period !== undefined && periodUnit !== undefined && endOf(start, period, periodUnit) <= isoDate(this.#now())
		);
	}

	#reasonToKeep(entity: string): string | undefined {
		for (const assignment of this.assignmentsOf(entity)) {
			const policy = this.policies.get(assignment.policy);
			if (policy?.restriction === 'DELETE' && !this.isExpired(assignment))
				return `The retention policy ${policy.name} forbids to delete ${entity}.`;
		}
		return undefined;
	}
}

function endOf(start: string, period: number, unit: (typeof periodUnits)[number]): string {
	const date = new Date(start);
	if (unit === 'YEAR') date.setUTCFullYear(date.getUTCFullYear() + period);
	else if (unit === 'MONTH') date.setUTCMonth(date.getUTCMonth() + period);
	else date.setUTCDate(date.getUTCDate() + period * (unit === 'WEEK' ? 7 : 1));
	return date.toISOString();
}
