export type {EnrichmentProfile, EnrichmentRule, EnrichmentSelectors, NewEnrichmentProfile, NewEnrichmentRule} from './enrichment.ts';
export {type RulesOptions, Settings} from './settings.ts';
