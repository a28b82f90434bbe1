import * as z from 'zod/mini';
import {optionalFlag, optionalNumber} from '../json/lenient.ts';
import {identifier, jsonObject, type JsonObject} from '../json/open-json.ts';
import type {EnrichmentProfile, EnrichmentRule, NewEnrichmentProfile, NewEnrichmentRule} from './enrichment.ts';

/** A rule (SET-02). */
export const rule: z.ZodMiniType<EnrichmentRule> = z.pipe(
	z.object({
		id: identifier,
		profileId: z.optional(z.nullable(identifier)),
		priority: optionalNumber,
		selectorSettings: z.optional(z.nullable(jsonObject)),
	}),
	z.transform(({id, profileId, priority, selectorSettings}) => ({
		id,
		profile: profileId ?? undefined,
		priority,
		selectors: selectorSettings ?? {},
	})),
);

/** The list of rules (SET-01). */
export const ruleList: z.ZodMiniType<{readonly rules: readonly EnrichmentRule[]}> = z.object({rules: z.array(rule)});

/** A profile (SET-05). */
export const profile: z.ZodMiniType<EnrichmentProfile> = z.pipe(
	z.object({id: identifier, name: z.string(), piiSettings: z.optional(z.nullable(z.object({active: optionalFlag})))}),
	z.transform(({id, name, piiSettings}) => ({id, name, piiActive: piiSettings?.active})),
);

/** The list of profiles (SET-04). */
export const profileList: z.ZodMiniType<{readonly profiles: readonly EnrichmentProfile[]}> = z.object({profiles: z.array(profile)});

/** Writes a rule (SET-02), the priority as the number it is. */
export function encodeRule({profile: profileId, priority, selectors = {}}: NewEnrichmentRule): JsonObject {
	return {profileId, priority, selectorSettings: selectors};
}

/** Writes a profile (SET-06), the flag as the flag it is. */
export function encodeProfile({name, piiActive}: NewEnrichmentProfile): JsonObject {
	return {name, piiSettings: {active: piiActive}};
}
