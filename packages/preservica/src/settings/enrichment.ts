import type {JsonValue} from '@fonds/core';

/** A profile of metadata enrichment. */
export interface EnrichmentProfile {
	readonly id: string;
	readonly name: string;
	/** Is personal data looked for? `undefined` when the server does not tell. */
	readonly piiActive: boolean | undefined;
}

/** A profile to be added. */
export interface NewEnrichmentProfile {
	readonly name: string;
	/** Is personal data looked for? */
	readonly piiActive: boolean;
}

/** Which content a rule is for; none is all. What a selector holds is in no public source: it is sent and passed through as it is. */
export interface EnrichmentSelectors {
	readonly securityDescriptorSelector?: JsonValue;
	readonly representationSelector?: JsonValue;
	readonly hierarchySelector?: JsonValue;
	readonly [selector: string]: JsonValue;
}

/** A rule that gives content a profile. The first one that fits is used. */
export interface EnrichmentRule {
	readonly id: string;
	readonly profile: string | undefined;
	/** The place of the rule; `undefined` when the server does not tell. */
	readonly priority: number | undefined;
	readonly selectors: EnrichmentSelectors;
}

/** A rule to be added. */
export interface NewEnrichmentRule {
	/** The id of the profile. */
	readonly profile: string;
	/** A whole number. The rule that has this place, and those after it, move down. */
	readonly priority: number;
	/** @default all content */
	readonly selectors?: EnrichmentSelectors | undefined;
}
