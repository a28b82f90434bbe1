import type {RequestOptions} from '@fonds/core';
import type {XmlElement} from '@fonds/core/xml';

/** How long something is kept, and what then becomes of it. */
export interface RetentionPolicy {
	readonly ref: string;
	readonly name: string;
	readonly description: string | undefined;
	readonly securityTag: string | undefined;
	/** The index the period is counted from, such as `xip.created`. */
	readonly startDateField: string | undefined;
	readonly period: number | undefined;
	readonly periodUnit: 'YEAR' | (string & {}) | undefined;
	/** What is done at the end of the period. */
	readonly expiryAction: 'REVIEW' | (string & {}) | undefined;
	/** JSON as text, such as `{"EmailAddress":["a@example.org"]}`. */
	readonly expiryActionParameters: string | undefined;
	/** What is forbidden during the period. */
	readonly restriction: 'DELETE' | (string & {}) | undefined;
	/** May it be assigned to assets? Undefined when the server does not say. */
	readonly assignable: boolean | undefined;
	/** What the server said beyond the fields above. It is written back when the policy is updated. */
	readonly extra: readonly XmlElement[];
}

/** A policy to be made. What is left out is the server's choice, which may be a refusal: other clients always give all. */
export interface NewRetentionPolicy {
	readonly name: string;
	/** @default '' */
	readonly description?: string | undefined;
	/** @default 'open' */
	readonly securityTag?: string | undefined;
	/** The index the period is counted from, such as `xip.created`. */
	readonly startDateField?: string | undefined;
	readonly period?: number | undefined;
	readonly periodUnit?: RetentionPolicy['periodUnit'];
	readonly expiryAction?: RetentionPolicy['expiryAction'];
	/** JSON as text, such as `{"EmailAddress":["a@example.org"]}`. */
	readonly expiryActionParameters?: string | undefined;
	readonly restriction?: RetentionPolicy['restriction'];
	/** @default true */
	readonly assignable?: boolean | undefined;
}

/** A policy that holds for an entity. */
export interface RetentionAssignment {
	readonly id: string;
	/** Reference of the entity. */
	readonly entity: string;
	/** Reference of the policy. */
	readonly policy: string;
	readonly startDate: string | undefined;
	/** Is the period over? */
	readonly expired: boolean;
}

/** What listing policies takes. */
export interface PoliciesOptions extends RequestOptions {
	/** How many policies to ask for at a time, at most 1000. Each of a page is read before the page is given. @default 25 */
	readonly pageSize?: number | undefined;
	/** How many policies are read at the same time. @default 4 */
	readonly concurrency?: number | undefined;
}
