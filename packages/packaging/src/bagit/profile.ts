import {ConfigurationError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';
import {bagAlgorithm, infoValues, type Bag} from './bag.ts';
import {fitsPattern} from './glob.ts';

/** What a profile demands of a label of `bag-info.txt`. */
export interface ProfileLabel {
	readonly required?: boolean | undefined;
	readonly recommended?: boolean | undefined;
	readonly values?: readonly string[] | undefined;
	/** @default true */
	readonly repeatable?: boolean | undefined;
	readonly description?: string | undefined;
}

/** A BagIt profile (bagit-profiles specification 1.1 to 1.4), as its JSON document has it. */
export interface BagProfile {
	readonly 'BagIt-Profile-Info': Readonly<Record<string, string>> & {readonly 'BagIt-Profile-Identifier': string};
	readonly 'Bag-Info'?: Readonly<Record<string, ProfileLabel>> | undefined;
	readonly 'Manifests-Required'?: readonly string[] | undefined;
	readonly 'Manifests-Allowed'?: readonly string[] | undefined;
	readonly 'Tag-Manifests-Required'?: readonly string[] | undefined;
	readonly 'Tag-Manifests-Allowed'?: readonly string[] | undefined;
	readonly 'Tag-Files-Required'?: readonly string[] | undefined;
	readonly 'Tag-Files-Allowed'?: readonly string[] | undefined;
	readonly 'Payload-Files-Required'?: readonly string[] | undefined;
	readonly 'Payload-Files-Allowed'?: readonly string[] | undefined;
	/** @default true */
	readonly 'Allow-Fetch.txt'?: boolean | undefined;
	readonly 'Fetch.txt-Required'?: boolean | undefined;
	readonly 'Data-Empty'?: boolean | undefined;
	readonly Serialization?: 'forbidden' | 'required' | 'optional' | undefined;
	readonly 'Accept-Serialization'?: readonly string[] | undefined;
	readonly 'Accept-BagIt-Version'?: readonly string[] | undefined;
}

/**
 * Reads the JSON document of a BagIt profile.
 *
 * @throws ConfigurationError that says which key is not as the specification wants it.
 */
export function readBagProfile(json: string): BagProfile {
	const profile: unknown = parse(json);
	if (
		!isObject(profile) ||
		!isObject(profile['BagIt-Profile-Info']) ||
		typeof profile['BagIt-Profile-Info']['BagIt-Profile-Identifier'] !== 'string'
	) {
		throw new ConfigurationError('This is no BagIt profile: it has no BagIt-Profile-Info with a BagIt-Profile-Identifier.');
	}
	for (const [key, value] of Object.entries(profile)) {
		const isRight = shapes.find(({keys}) => keys.includes(key))?.fits(value) ?? true;
		if (!isRight) {
			throw new ConfigurationError(`The key "${key}" of the BagIt profile has another form than the specification says.`);
		}
	}
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every key was looked at
	const read = profile as unknown as BagProfile;
	refuseContradictions(read);
	return read;
}

function sameAlgorithm(allowed: string, name: string): boolean {
	return allowed === name || bagAlgorithm(allowed) === (bagAlgorithm(name) ?? name);
}

/** What is required has to be allowed, or no bag would ever conform. */
function refuseContradictions(profile: BagProfile): void {
	for (const [kind, fits] of [
		['Manifests', sameAlgorithm],
		['Tag-Manifests', sameAlgorithm],
		['Tag-Files', fitsPattern],
		['Payload-Files', fitsPattern],
	] as const) {
		const allowed = profile[`${kind}-Allowed`];
		const refused = (profile[`${kind}-Required`] ?? []).find(
			name => allowed !== undefined && !name.endsWith('/') && !allowed.some(item => fits(item, name)),
		);
		if (refused !== undefined) {
			throw new ConfigurationError(
				`The BagIt profile contradicts itself: "${refused}" is in ${kind}-Required, and ${kind}-Allowed does not have it.`,
			);
		}
	}
}

interface Shape {
	readonly keys: readonly string[];
	fits(value: unknown): boolean;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(item => typeof item === 'string');
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

const shapes: readonly Shape[] = [
	{keys: ['Manifests-Required', 'Manifests-Allowed', 'Tag-Manifests-Required', 'Tag-Manifests-Allowed'], fits: isTexts},
	{keys: ['Tag-Files-Required', 'Tag-Files-Allowed', 'Payload-Files-Required', 'Payload-Files-Allowed'], fits: isTexts},
	{keys: ['Accept-Serialization', 'Accept-BagIt-Version'], fits: isTexts},
	{keys: ['Allow-Fetch.txt', 'Fetch.txt-Required', 'Data-Empty'], fits: isFlag},
	{keys: ['Serialization'], fits: value => ['forbidden', 'required', 'optional'].includes(String(value))},
	{keys: ['Bag-Info'], fits: value => isObject(value) && Object.values(value).every(label => isLabel(label))},
];

function isLabel(label: unknown): boolean {
	return (
		isObject(label) &&
		[label['required'], label['recommended'], label['repeatable']].every(flag => flag === undefined || isFlag(flag)) &&
		(label['values'] === undefined || isTexts(label['values']))
	);
}

/** Tells where a bag does not conform to a profile. */
export function checkProfile(bag: Bag, profile: BagProfile, serialization: string | undefined, tell: (finding: Finding) => void): void {
	const refuse = (code: string, message: string, path?: string): void => tell({code: `profile-${code}`, severity: 'error', message, path});
	checkInfo(bag, profile, tell);
	checkManifests(bag, profile, refuse);
	checkFiles(bag, profile, refuse);
	const {Serialization: wanted, 'Accept-Serialization': accepted = [], 'Accept-BagIt-Version': versions} = profile;
	if (versions !== undefined && !versions.includes(bag.version)) {
		refuse('version', `The profile accepts BagIt ${versions.join(', ')}, and the bag is ${bag.version}.`, 'bagit.txt');
	}
	if (wanted === 'forbidden' && serialization !== undefined) {
		refuse('serialization', `The profile wants a folder, and the bag came as ${serialization}.`);
	}
	if (wanted === 'required' && serialization === undefined) {
		refuse('serialization', `The profile wants a bag in one file: ${accepted.join(', ')}.`);
	}
	if (serialization !== undefined && wanted !== 'forbidden' && accepted.length > 0 && !accepted.includes(serialization)) {
		refuse('serialization', `The profile accepts ${accepted.join(', ')}, and the bag came as ${serialization}.`);
	}
}

type Refuse = (code: string, message: string, path?: string) => void;

function checkInfo(bag: Bag, profile: BagProfile, tell: (finding: Finding) => void): void {
	const path = 'bag-info.txt';
	const identifier = profile['BagIt-Profile-Info']['BagIt-Profile-Identifier'];
	if (!infoValues(bag, 'BagIt-Profile-Identifier').includes(identifier)) {
		tell({
			code: 'profile-identifier',
			severity: 'error',
			path,
			message: `bag-info.txt has to have "BagIt-Profile-Identifier: ${identifier}".`,
		});
	}
	for (const [label, {required = false, recommended = false, repeatable = true, values: allowed = []}] of Object.entries(
		profile['Bag-Info'] ?? {},
	)) {
		const values = infoValues(bag, label);
		if (values.length === 0 && (required || recommended)) {
			const severity = required ? 'error' : 'warning';
			tell({code: 'profile-label', severity, path, message: `bag-info.txt ${required ? 'has to' : 'should'} have "${label}".`});
		}
		if (!repeatable && values.length > 1) {
			tell({code: 'profile-label', severity: 'error', path, message: `"${label}" may be there only once in bag-info.txt.`});
		}
		for (const value of values) {
			if (allowed.length > 0 && !allowed.includes(value)) {
				tell({
					code: 'profile-value',
					severity: 'error',
					path,
					message: `"${label}" may not be ${JSON.stringify(value)}; the profile has ${allowed.join(', ')}.`,
				});
			}
		}
	}
}

function checkManifests({manifests, tagManifests}: Bag, profile: BagProfile, refuse: Refuse): void {
	for (const [kind, found, required, allowed] of [
		['payload', manifests, profile['Manifests-Required'], profile['Manifests-Allowed']],
		['tag', tagManifests, profile['Tag-Manifests-Required'], profile['Tag-Manifests-Allowed']],
	] as const) {
		const known = new Set<string>(found.map(({algorithm}) => algorithm));
		for (const name of (required ?? []).filter(item => !known.has(bagAlgorithm(item) ?? item))) {
			refuse('manifest', `The profile wants a ${kind} manifest with ${name}.`);
		}
		for (const {file, algorithm} of allowed === undefined ? [] : found) {
			if (!allowed?.some(name => bagAlgorithm(name) === algorithm)) {
				refuse('manifest', `The profile does not allow ${file}.`, file);
			}
		}
	}
}

function checkFiles({tree, fetch}: Bag, profile: BagProfile, refuse: Refuse): void {
	const all = new Set([...tree.files.keys(), ...fetch.map(({path}) => path)]);
	const payload = [...all].filter(path => path.startsWith('data/'));
	const tagFiles = [...all].filter(path => !path.startsWith('data/') && !isPartOfEveryBag(path));
	for (const path of [...(profile['Tag-Files-Required'] ?? []), ...(profile['Payload-Files-Required'] ?? [])]) {
		const isThere = path.endsWith('/') ? [...all].some(file => file.startsWith(path)) : all.has(path);
		if (!isThere) {
			refuse('file', `The profile wants "${path}".`, path);
		}
	}
	for (const [files, allowed] of [
		[tagFiles, profile['Tag-Files-Allowed']],
		[payload, profile['Payload-Files-Allowed']],
	] as const) {
		for (const path of allowed === undefined ? [] : files) {
			if (!allowed?.some(pattern => fitsPattern(pattern, path))) {
				refuse('file', `The profile does not allow "${path}".`, path);
			}
		}
	}
	if (tree.files.has('fetch.txt') && profile['Allow-Fetch.txt'] === false) {
		refuse('fetch', 'The profile does not allow fetch.txt.', 'fetch.txt');
	}
	if (!tree.files.has('fetch.txt') && profile['Fetch.txt-Required'] === true) {
		refuse('fetch', 'The profile wants fetch.txt.', 'fetch.txt');
	}
	const hasOneEmptyFile = payload.length === 1 && tree.files.get(payload[0] ?? '')?.size === 0;
	if (profile['Data-Empty'] === true && payload.length > 0 && !hasOneEmptyFile) {
		refuse('payload', 'The profile wants a bag without payload, or with one empty file.');
	}
}

function isPartOfEveryBag(path: string): boolean {
	return /^(?:bagit\.txt|bag-info\.txt|fetch\.txt|(?:tag)?manifest-[^/]+\.txt)$/.test(path);
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch (cause) {
		throw new ConfigurationError('The BagIt profile is not JSON.', {cause});
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
