import type {SandboxContext} from '../../context.ts';
import {isPackage} from '../aip/formats.ts';
import type {Storing} from '../aip/store-package.ts';
import type {State} from '../state.ts';
import {choiceNamed} from './decisions.ts';
import {unpack} from './sources.ts';
import {isArchive} from './transfer-types.ts';
import type {Unit, UnitFile} from './unit.ts';

/**
 * Opens the packages among a transfer's files: what is in one comes into a folder beside it that has its name and the time (the form of the
 * name: assumed). They are removed afterwards if that was chosen. Only zips and gzipped tars can be opened here.
 */
export async function extractPackages(context: SandboxContext, state: State, {unit, chosen, done}: Storing): Promise<void> {
	const files = state.unitFiles.get(unit.uuid) ?? [];
	const removed = chosen.get('delete_packages') === choiceNamed('delete_packages', 'Yes');
	const result: UnitFile[] = [];
	for (const file of files) {
		const content = isPackage(file.path) ? await open(context, unit, file) : undefined;
		if (!content || !removed) result.push(file);
		result.push(...(content ?? []));
	}
	context.store.transaction(() => {
		state.unitFiles.put(unit.uuid, result);
		done();
	});
}

async function open(context: SandboxContext, unit: Unit, file: UnitFile): Promise<readonly UnitFile[] | undefined> {
	if (!isArchive(file.path)) return undefined;
	const time = new Date(unit.created).toISOString().slice(0, 19).replaceAll(':', '-');
	const files = await unpack(context, file.path, file.blob).catch(() => undefined); // a package by name only
	return files?.map(inside => Object.assign({}, inside, {path: `${file.path}-${time}/${inside.path}`}));
}
