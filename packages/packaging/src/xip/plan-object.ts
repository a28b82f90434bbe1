import {ConfigurationError} from '@fonds/core';
import {formatDateTime} from '../values/date-time.ts';
import {checkPriority, checkProperty, checkText, checkWord} from './check-values.ts';
import type {ContentFile, ContentObjectDescription, FormatDescription, GenerationDescription} from './content-description.ts';
import {identificationMethods} from './names.ts';
import type {PlannedEntity, PlannedFormat, PlannedGeneration, PlannedObject} from './plan.ts';
import {planEntity, type PlanContext} from './plan-entity.ts';
import {entryOf, planBitstream, type FindPlace} from './plan-file.ts';

const none: readonly never[] = [];

/** Decides about a file that becomes a content object of one generation. */
export function planContentFile(file: ContentFile | File, asset: PlannedEntity, findPlace: FindPlace, context: PlanContext): PlannedObject {
	const entry: ContentFile = entryOf<ContentFile>(file);
	const planned = planBitstream(entry, findPlace, context);
	const title = entry.title ?? stem(planned.filename);
	checkText('Label', entry.label);
	const description = {
		ref: entry.ref,
		title,
		description: entry.description ?? (entry.path.includes('/') ? entry.path : undefined),
		securityTag: entry.securityTag ?? asset.securityTag,
		customType: entry.customType,
		identifiers: entry.identifiers,
		metadata: entry.metadata,
	};
	const generation = {
		original: true,
		active: true,
		label: entry.label ?? title,
		formatGroup: undefined,
		effectiveDate: context.date,
		files: [planned],
		formats: none,
		properties: none,
		unknown: none,
	};
	return {entity: planEntity(description, context, asset.ref), generations: [generation]};
}

function stem(filename: string): string {
	const dot = filename.lastIndexOf('.');
	const name = dot > 0 ? filename.slice(0, dot) : filename;
	return name.trim() === '' ? JSON.stringify(name) : name;
}

/** Decides about a content object described in full. */
export function planObject(
	description: ContentObjectDescription,
	asset: PlannedEntity,
	findPlace: FindPlace,
	context: PlanContext,
): PlannedObject {
	const {title, description: about, securityTag = asset.securityTag, customType, ref, identifiers, metadata, unknown} = description;
	const fields = {title, description: about, securityTag, customType, ref, identifiers, metadata, unknown};
	const last = description.generations.length - 1;
	return {
		entity: planEntity(fields, context, asset.ref),
		generations: description.generations.map((generation, index) => {
			const what = `Generation ${index + 1} of "${title}"`;
			return planGeneration(generation, {isFirst: index === 0, isLast: index === last, what}, findPlace, context);
		}),
	};
}

interface PlaceInLine {
	readonly isFirst: boolean;
	readonly isLast: boolean;
	readonly what: string;
}

function planGeneration(
	description: GenerationDescription,
	{isFirst, isLast, what}: PlaceInLine,
	findPlace: FindPlace,
	context: PlanContext,
): PlannedGeneration {
	const {
		original = isFirst,
		active = isLast,
		label,
		formatGroup,
		effectiveDate,
		bitstreams,
		formats = none,
		properties = none,
	} = description;
	checkText('Label', label);
	checkText('FormatGroup', formatGroup);
	return {
		original,
		active,
		label,
		formatGroup,
		effectiveDate: effectiveDate === '' ? undefined : formatDateTime(effectiveDate ?? context.date, what),
		files: bitstreams.map(file => planBitstream(file, findPlace, context)),
		formats: formats.map((format, index) => planFormat(format, index, what)),
		properties: properties.map(checkProperty),
		unknown: context.version.takeUnknown(description.unknown, what),
	};
}

/** Decides about a format. @throws ConfigurationError */
export function planFormat(format: FormatDescription, index: number, what: string): PlannedFormat {
	const {puid, name, priority = index + 1, method = 'Unknown', version, warnings, valid} = format;
	if (!identificationMethods.includes(method)) {
		throw new ConfigurationError(`${what} has a format found by ${JSON.stringify(method)}. XIP knows ${identificationMethods.join(', ')}.`);
	}
	checkWord('PUID', puid, what);
	checkText('FormatName', name);
	checkText('FormatVersion', version);
	checkText('Warnings', warnings);
	return {puid, name, priority: checkPriority(priority, what), method, version, warnings, valid};
}
