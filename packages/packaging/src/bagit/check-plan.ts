import {ConfigurationError, PackageError} from '@fonds/core';
import {bagAlgorithm, type BagAlgorithm, type BagInfoElement} from './bag.ts';
import {writeBagInfo} from './bag-info.ts';
import type {BagPlan, RemoteFile} from './bag-plan.ts';
import {digestLength} from './manifest.ts';
import {outlinedTree, type OutlinedBagFile} from './outlined-tree.ts';
import {unsafePath} from './paths.ts';
import {checkProfile, type BagProfile} from './profile.ts';

/** @throws ConfigurationError for what cannot be written. */
export function checkPlan({algorithms, fetch, tagFiles, info}: BagPlan): void {
	if (algorithms.length === 0 || algorithms.some(name => bagAlgorithm(name) !== name)) {
		throw new ConfigurationError('A bag needs at least one digest: md5, sha1, sha224, sha256, sha384 or sha512.');
	}
	writeBagInfo(info);
	const made = info.find(([label]) => /^payload-oxum$/i.test(label));
	const dates = info.filter(([label]) => /^bagging-date$/i.test(label));
	if (made !== undefined || dates.length > 1) {
		throw new ConfigurationError(`"${made?.[0] ?? 'Bagging-Date'}" is written by itself: leave it out of the info.`);
	}
	for (const file of fetch) {
		const problem = remoteProblem(file, algorithms);
		if (problem !== undefined) {
			throw new ConfigurationError(`The remote file ${JSON.stringify(file.path)} ${problem}.`);
		}
	}
	for (const {path} of tagFiles) {
		const problem = tagFileProblem(path);
		if (problem !== undefined) {
			throw new ConfigurationError(`The tag file ${JSON.stringify(path)} ${problem}.`);
		}
	}
}

function remoteProblem({path, url, size, digests}: RemoteFile, algorithms: readonly BagAlgorithm[]): string | undefined {
	const lacking = algorithms.filter(name => digests[name]?.length !== digestLength[name] || !/^[\da-f]*$/i.test(digests[name]));
	if (lacking.length > 0) {
		return `needs its digest ${lacking.join(', ')}`;
	}
	if (!Number.isSafeInteger(size) || size < 0) {
		return `has the size ${size}, which is no number of bytes`;
	}
	return (
		unsafePath(path, true) ??
		(URL.canParse(url) && !/\s/.test(url) ? undefined : `is to be fetched from ${JSON.stringify(url)}, which is no address`)
	);
}

function tagFileProblem(path: string): string | undefined {
	if (/^data(?:\/|$)/i.test(path)) {
		return 'is in data/';
	}
	if (ownNames.test(path)) {
		return 'is written by itself';
	}
	return (
		unsafePath(path, false) ?? (/^[\s*]/.test(path) ? 'begins with white space or an asterisk, which no manifest can tell' : undefined)
	);
}

const ownNames = /^(?:bagit\.txt|bag-info\.txt|fetch\.txt|(?:tag)?manifest-[^/]+\.txt)$/i;

/** What a profile says of the payload can only be known when it was read. */
export function checkProfileBeforehand(plan: BagPlan): void {
	if (plan.profile !== undefined) {
		const {'Payload-Files-Required': _, 'Data-Empty': __, ...known} = plan.profile;
		const problems = profileProblems(plan, known, plan.fetch);
		if (problems.length > 0) {
			throw new ConfigurationError(`The bag would not conform to its profile. ${problems.join(' ')}`);
		}
	}
}

/** @throws PackageError with the problem `profile`. */
export function checkPayload(plan: BagPlan, payload: readonly OutlinedBagFile[]): void {
	const [problem] = plan.profile === undefined ? [] : profileProblems(plan, plan.profile, payload);
	if (problem !== undefined) {
		throw new PackageError(`The bag would not conform to its profile. ${problem}`, {problem: 'profile'});
	}
}

/** The profile is asked about a bag with what is known of this one. */
function profileProblems(plan: BagPlan, profile: BagProfile, payload: readonly OutlinedBagFile[]): readonly string[] {
	const manifests = plan.algorithms.map(algorithm => ({file: `manifest-${algorithm}.txt`, algorithm, entries: []}));
	const tagManifests = manifests.map(manifest => ({...manifest, file: `tag${manifest.file}`}));
	const made = ['bagit.txt', 'bag-info.txt', ...(plan.fetch.length > 0 ? ['fetch.txt'] : [])].map(path => ({path, size: 0}));
	const tree = outlinedTree([...made, ...plan.tagFiles, ...payload]);
	const info: readonly BagInfoElement[] = [...plan.info, ['Payload-Oxum', '0.0']];
	const problems: string[] = [];
	const bag = {tree, version: '1.0', encoding: 'UTF-8', info, manifests, tagManifests, fetch: plan.fetch, findings: []};
	checkProfile(bag, profile, plan.serialization, ({severity, message}) => void (severity === 'error' && problems.push(message)));
	return problems;
}
