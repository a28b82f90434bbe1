export type {LegalHold, LegalHoldAssignment, LegalHoldFields} from './legal-hold.ts';
export {type LegalHoldListOptions, LegalHolds} from './legal-holds.ts';
