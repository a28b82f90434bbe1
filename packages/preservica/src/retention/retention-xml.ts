import {DecodeError, type Page} from '@fonds/core';
import {attribute, children, element, namespace, optionalChild, text, type Match, type XmlElement, type XmlNode} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import {isTrue} from '../xml/values.ts';
import type {NewRetentionPolicy, RetentionAssignment, RetentionPolicy} from './policy.ts';

const retention = namespace('http://preservica.com/RetentionManagement');

/** Wrappers are in one namespace, what is in them in another, and which is which differs (reference 6.1). */
function any(name: string): Match {
	return [retention(name), ...either(name)];
}

/** The elements of a policy in the order that they are written in (RET-03). */
const fields = [
	'Ref',
	'Name',
	'Description',
	'SecurityTag',
	'StartDateField',
	'Period',
	'PeriodUnit',
	'ExpiryAction',
	'ExpiryActionParameters',
	'Restriction',
	'Assignable',
] as const;

/** A policy as lists name it. */
export interface PolicyStub {
	readonly ref: string;
	readonly name: string;
}

/** Reads a page of RET-01. */
export function decodePolicyStubs(response: XmlElement): Page<PolicyStub> {
	const items = itemsIn(response, 'RetentionPolicies', 'RetentionPolicy');
	return decodePage(
		response,
		items.map(source => ({ref: attribute(source, 'ref').trim(), name: attribute(source, 'name').trim()})),
	);
}

/** Reads RET-02. */
export function decodePolicy(response: XmlElement): RetentionPolicy {
	const source = find(response, 'RetentionPolicy');
	const read = (name: (typeof fields)[number]): string | undefined => optionalTrimmed(source, any(name));
	return {
		ref: trimmed(source, any('Ref')),
		name: text(source, any('Name')).trim(),
		description: read('Description'),
		securityTag: read('SecurityTag'),
		startDateField: read('StartDateField'),
		period: wholeNumber(read('Period')),
		periodUnit: read('PeriodUnit'),
		expiryAction: read('ExpiryAction'),
		expiryActionParameters: read('ExpiryActionParameters'),
		restriction: read('Restriction'),
		assignable: flag(read('Assignable')),
		extra: source.children.filter((node): node is XmlElement => typeof node === 'object' && !isField(node.name)),
	};
}

/** The reference in the answer to RET-03, which is a policy with little else. */
export function decodePolicyRef(response: XmlElement): string {
	return trimmed(find(response, 'RetentionPolicy'), any('Ref'));
}

/** Reads RET-07. */
export function decodeAssignments(response: XmlElement): Page<RetentionAssignment> {
	return decodePage(response, itemsIn(response, 'RetentionAssignments', 'RetentionAssignment').map(decodeOneAssignment));
}

/** Reads the answer to RET-08. */
export function decodeAssignment(response: XmlElement): RetentionAssignment {
	return decodeOneAssignment(find(response, 'RetentionAssignment'));
}

function decodeOneAssignment(source: XmlElement): RetentionAssignment {
	return {
		id: trimmed(source, any('ApiId')),
		entity: trimmed(source, any('Entity')),
		policy: trimmed(source, any('RetentionPolicy')),
		startDate: optionalTrimmed(source, any('StartDate')),
		expired: isTrue(optionalTrimmed(source, any('Expired'))),
	};
}

/** What is written of a policy: what is undefined is left out, but for the description, which is known to be empty then. */
export interface PolicyDraft extends NewRetentionPolicy {
	readonly ref?: string | undefined;
	readonly extra?: readonly XmlElement[] | undefined;
}

/** Writes RET-03 and, with a reference, RET-04. */
export function encodePolicy(policy: PolicyDraft, uri: string): XmlElement {
	const values: Readonly<Record<(typeof fields)[number], string | number | boolean | undefined>> = {
		Ref: policy.ref,
		Name: policy.name,
		Description: policy.description ?? '',
		SecurityTag: policy.securityTag,
		StartDateField: policy.startDateField,
		Period: policy.period,
		PeriodUnit: policy.periodUnit,
		ExpiryAction: policy.expiryAction,
		ExpiryActionParameters: policy.expiryActionParameters,
		Restriction: policy.restriction,
		Assignable: policy.assignable,
	};
	const nodes = fields.map((name): XmlNode | undefined => {
		const value = values[name];
		return value === undefined ? undefined : element(uri, name, value);
	});
	return element(uri, 'RetentionPolicy', [...nodes, ...(policy.extra ?? [])]);
}

/** Writes RET-08. */
export function encodeAssignment(policy: string, uri: string): XmlElement {
	return element(uri, 'RetentionAssignment', [element(uri, 'RetentionPolicy', policy)]);
}

function isField(name: string): boolean {
	return fields.some(field => field === name);
}

/** Items with or without a list around them. */
function itemsIn(response: XmlElement, list: string, item: string): XmlElement[] {
	return children(optionalChild(response, any(list)) ?? response, any(item));
}

/** An element at the root, or below it with or without a wrapper: what is around it is not published. */
function find(response: XmlElement, name: string): XmlElement {
	const here = isOne(response, name) ? response : optionalChild(response, any(name));
	const below =
		here ?? response.children.map(node => (typeof node === 'object' ? optionalChild(node, any(name)) : undefined)).find(Boolean);
	if (below === undefined) {
		throw new DecodeError(`<${response.name}> has no <${name}>.`);
	}
	return below;
}

/** A family matches children only, so the root is asked by its name. */
function isOne({name, namespace: uri}: XmlElement, wanted: string): boolean {
	return name === wanted && uri.startsWith('http://preservica.com/');
}

function flag(value: string | undefined): boolean | undefined {
	return value === undefined ? undefined : isTrue(value);
}

function wholeNumber(value: string | undefined): number | undefined {
	if (value !== undefined && !/^-?\d+$/.test(value)) {
		throw new DecodeError(`<Period> of the retention policy is ${JSON.stringify(value.slice(0, 60))}, not a whole number.`);
	}
	return value === undefined ? undefined : Number(value);
}
