export type {Facet, FacetTerm, FieldValue, IndexField, SearchHit} from './hit.ts';
export type {DisplayGroup, DisplayItem, ObjectDetails, ObjectLink, ObjectProperty} from './object-details.ts';
export type {DateSpan, FacetRange, FieldFilter, RangeFacet, SearchOptions, SearchQuery, SortField} from './query.ts';
export type {ReportColumn, ReportOptions} from './report.ts';
export {type ObjectDetailsOptions, Search, type SearchChildrenOptions} from './search.ts';
