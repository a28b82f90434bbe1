import {ConfigurationError} from '@fonds/core';
import {sameness} from '../entries/path-claims.ts';
import type {PlannedEntity, PlannedGeneration, PlannedObject, PlannedRepresentation, XipPlan} from '../xip/plan.ts';

/** Refuses what a PAX without a `.xip` cannot say: its folders have names and an order, and nothing else. */
export interface UntoldCheck {
	/** @throws ConfigurationError */
	refuse(what: string): never;
	/** Looks at the next content object, which is to have a folder of this name. @throws ConfigurationError */
	object(object: PlannedObject, name: string): void;
}

/** What is known beside the plan. */
export interface UntoldContext {
	/** Which representation of its type it is, from 1 on. */
	readonly count: number;
	/** References nobody gave. */
	readonly madeRefs: ReadonlySet<string>;
}

/** @throws ConfigurationError for what the asset and the representation say. */
export function refuseUntold(plan: XipPlan, representation: PlannedRepresentation, {count, madeRefs}: UntoldContext): UntoldCheck {
	const {asset, type, name, formats, properties, unknown, objects} = representation;
	const refuse = (what: string): never => {
		throw new ConfigurationError(
			`Without a .xip, the PAX of "${asset.title}" cannot tell ${what}. Leave it out, or let the .xip be written.`,
		);
	};
	const checkEntity = (entity: PlannedEntity, securityTag: string, what: string): void => {
		if (!madeRefs.has(entity.ref)) {
			refuse(`the reference ${entity.ref} of ${what}`);
		}
		refuseEntity(entity, securityTag, what, refuse);
	};
	checkEntity(asset, 'open', 'the asset');
	if (!/^[A-Za-z]+$/.test(type)) {
		refuse(`the type ${JSON.stringify(type)} of a representation`);
	}
	if (name !== type && name !== `${type} ${count}` && name !== `${type}_${count}`) {
		refuse(`the name ${JSON.stringify(name)} of a representation`);
	}
	if (formats.length + properties.length + unknown.length > 0 || objects?.length === 0) {
		refuse(`what the representation ${name} is, beside its files`);
	}
	let last = '';
	return {
		refuse,
		object(object, folder) {
			const {entity, generations} = object;
			if (entity.title !== folder) {
				refuse(`the title "${entity.title}", for which the folder is called "${folder}"`);
			}
			if (folder < last) {
				refuse(`that "${folder}" comes after "${last}": the order is that of the names`);
			}
			last = folder;
			checkEntity(entity, asset.securityTag, `"${entity.title}"`);
			generations.forEach((generation, index) => {
				const isUsual = generation.original === (index === 0) && generation.active === (index === generations.length - 1);
				if (!isUsual || saysMore(generation, entity, plan)) {
					refuse(`what generation ${index + 1} of "${entity.title}" is, beside its files`);
				}
			});
		},
	};
}

function refuseEntity(entity: PlannedEntity, securityTag: string, what: string, refuse: UntoldCheck['refuse']): void {
	const told = {
		description: (entity.description ?? '') !== '',
		'custom type': (entity.customType ?? '') !== '',
		'security tag': entity.securityTag !== securityTag,
		identifiers: entity.identifiers.length > 0,
		metadata: entity.fragments.length > 0,
		'unknown elements': entity.unknown.length > 0,
	};
	const [first] = Object.entries(told).find(([, isThere]) => isThere) ?? [];
	if (first !== undefined) {
		refuse(`the ${first} of ${what}`);
	}
}

function saysMore(generation: PlannedGeneration, {title}: PlannedEntity, plan: XipPlan): boolean {
	const {label, formatGroup, effectiveDate, files, formats, properties, unknown} = generation;
	const names = new Set(files.map(({filename}) => sameness(filename)));
	const isLabelled = label !== undefined && label !== title;
	const isDated = effectiveDate !== undefined && effectiveDate !== plan.date.toISOString();
	const hasMore =
		formats.length + properties.length + unknown.length > 0 || files.some(file => file.facts.length + file.unknown.length > 0);
	return isLabelled || isDated || formatGroup !== undefined || hasMore || files.length === 0 || names.size < files.length;
}
