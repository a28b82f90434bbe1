export type {NewRetentionPolicy, PoliciesOptions, RetentionAssignment, RetentionPolicy} from './policy.ts';
export {Retention} from './retention.ts';
