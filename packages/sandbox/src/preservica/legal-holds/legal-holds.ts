import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';
import type {Repository} from '../repository.ts';

/** What keeps assets from deletion, for as long as they are under it. */
export interface LegalHold {
	readonly ref: string;
	readonly name: string;
	readonly description: string;
	/** Who made it. */
	readonly user: string;
	/** When it was made, ISO 8601. */
	readonly created: string;
}

/** An asset that is under a hold. */
export interface LegalHoldAssignment {
	readonly entity: string;
	readonly hold: string;
	/** Since when, ISO 8601. */
	readonly date: string;
}

/** Legal holds and what is under them. */
export class LegalHolds {
	readonly holds: Collection<LegalHold>;
	readonly assignments: Collection<LegalHoldAssignment>;
	readonly #ofEntity: Index<LegalHoldAssignment>;
	readonly #underHold: Index<LegalHoldAssignment>;

	constructor(context: SandboxContext, repository: Repository) {
		this.holds = context.store.collection('preservica.legal-holds');
		this.assignments = context.store.collection('preservica.legal-hold-assignments');
		this.#ofEntity = this.assignments.index(({entity}) => [entity]);
		this.#underHold = this.assignments.index(({hold}) => [hold]);
		repository.deletionGuards.push(({ref}) => this.#reasonToKeep(ref));
	}

	/** The holds an entity is under, in the order in which it came under them. */
	of(entity: string): readonly LegalHoldAssignment[] {
		return this.#ofEntity.get(entity);
	}

	/** Is anything under a hold? */
	isAssigned(hold: string): boolean {
		return this.#underHold.get(hold).length > 0;
	}

	assignment(entity: string, hold: string): LegalHoldAssignment | undefined {
		return this.assignments.get(keyOf(entity, hold));
	}

	assign(assignment: LegalHoldAssignment): void {
		this.assignments.put(keyOf(assignment.entity, assignment.hold), assignment);
	}

	release({entity, hold}: LegalHoldAssignment): void {
		this.assignments.delete(keyOf(entity, hold));
	}

	#reasonToKeep(entity: string): string | undefined {
		const [first] = this.of(entity);
		return first && `The legal hold ${this.holds.get(first.hold)?.name} forbids to delete ${entity}.`;
	}
}

function keyOf(entity: string, hold: string): string {
	return `${entity}/${hold}`;
}
