import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {JsonObject} from '../json/read-json.ts';
import {asObject, flag, requiredText, wholeNumber} from '../json/read-json.ts';
import {Problem} from '../problem.ts';
import {newApiId} from '../repository.ts';

const selectors = ['securityDescriptorSelector', 'representationSelector', 'hierarchySelector'];

/** Which content a profile is applied to. */
export interface EnrichmentRule {
	readonly id: string;
	readonly profileId: string;
	/** Counted from 1; the first rule that fits wins. */
	readonly priority: number;
	/** As it was sent; nothing in it means everything. */
	readonly selectorSettings: JsonObject;
}

/** How content is enriched. */
export interface EnrichmentProfile {
	readonly id: string;
	readonly name: string;
	readonly piiSettings: {readonly active: boolean};
}

/** Rules and profiles. */
export class Enrichment {
	readonly rules: Collection<EnrichmentRule>;
	readonly profiles: Collection<EnrichmentProfile>;
	readonly #context: SandboxContext;

	constructor(context: SandboxContext) {
		this.rules = context.store.collection('preservica.enrichment-rules');
		this.profiles = context.store.collection('preservica.enrichment-profiles');
		this.#context = context;
	}

	/** The rules in the order in which they are tried. */
	ordered(): readonly EnrichmentRule[] {
		return this.rules.values().toSorted((a, b) => a.priority - b.priority);
	}

	/** Adds a rule. One that has its priority moves down, and so on as far as there is no gap (2.14). */
	insert(rule: EnrichmentRule): void {
		this.#context.store.transaction(() => {
			let taken = rule.priority;
			for (const each of this.ordered()) {
				if (each.priority !== taken) continue;
				taken++;
				this.rules.put(each.id, {...each, priority: taken});
			}
			this.rules.put(rule.id, rule);
		});
	}
}

/** Reads a rule that was sent. @throws Problem 400 when it is none. */
export function readRule(body: JsonObject): EnrichmentRule {
	const selectorSettings = asObject(body['selectorSettings'] ?? {}, 'selectorSettings');
	const unknown = Object.keys(selectorSettings).find(name => !selectors.includes(name));
	if (unknown !== undefined) throw new Problem(400, `${unknown} is none of ${selectors.join(', ')}.`);
	const priority = wholeNumber(body, 'priority', 1);
	if (priority < 1) throw new Problem(400, 'priority must be at least 1.');
	return {id: newApiId(), profileId: requiredText(body, 'profileId'), priority, selectorSettings};
}

/** Reads a profile that was sent. @throws Problem 400 when it is none. */
export function readProfile(body: JsonObject): EnrichmentProfile {
	const settings = asObject(body['piiSettings'] ?? {}, 'piiSettings');
	return {id: newApiId(), name: requiredText(body, 'name'), piiSettings: {active: flag(settings, 'active', false)}};
}
