import type {SandboxContext} from '../../context.ts';
import {isPackage} from '../aip/formats.ts';
import {newUuid} from '../identifiers.ts';
import type {ProcessingConfiguration, State} from '../state.ts';
import {builtIn, configurationNamed, parseConfiguration} from './configurations.ts';
import {takePlan} from './plans.ts';
import {bagProblem} from './sources.ts';
import type {Source} from './sources.ts';
import {transferTypes} from './transfer-types.ts';
import type {TransferType} from './transfer-types.ts';
import type {Unit} from './unit.ts';

/** What a transfer is to be. */
export interface StartOptions {
	readonly name: string;
	readonly type: TransferType;
	readonly accession: string;
	/** The name of a processing configuration. An unknown one is `default`. */
	readonly configuration: string;
	readonly approval: Unit['approval'];
	/** When the content is on the pipeline. */
	readonly copied: number;
}

/**
 * Puts a transfer into the pipeline. Without a source nothing could be copied: the transfer exists and never begins (reference, AM-22).
 * The configuration in a source's own `processingMCP.xml` comes first.
 *
 * @param also Called with the transfer's UUID, within the transaction that makes it.
 */
export async function startUnit(
	context: SandboxContext,
	state: State,
	source: Source | undefined,
	options: StartOptions,
	also?: (transfer: string) => void,
): Promise<Unit> {
	const {name, type, accession, approval} = options;
	const files = source?.files ?? [];
	const problem = source && transferTypes[type].bag ? await bagProblem(context, files) : null;
	const configured =
		(await ownConfiguration(context, source)) ?? configurationNamed(state, options.configuration) ?? builtIn['default'] ?? {};
	const unit: Unit = {
		uuid: newUuid(),
		sip: newUuid(),
		name: source?.archive ? source.basename : name,
		type,
		accession,
		archive: source?.archive ?? false,
		created: context.now(),
		copied: source ? options.copied : null,
		approval,
		approved: null,
		stepDuration: context.stepDuration,
		configured,
		answers: {},
		plan: takePlan(state, source ? [...new Set([name, source.basename])] : [name]),
		packages: files.some(({path}) => isPackage(path)),
		fileCount: files.length,
		bagProblem: problem,
		hidden: [],
		settled: false,
	};
	context.store.transaction(() => {
		state.unitFiles.put(unit.uuid, files);
		state.units.put(unit.uuid, unit);
		also?.(unit.uuid);
	});
	return unit;
}

async function ownConfiguration({store}: SandboxContext, source: Source | undefined): Promise<ProcessingConfiguration | undefined> {
	const file = source?.files.find(({path}) => path === 'processingMCP.xml');
	if (!file) return undefined;
	const chunks: Uint8Array[] = [];
	for await (const chunk of store.blobs.read(file.blob)) chunks.push(chunk);
	return parseConfiguration(new TextDecoder().decode(Buffer.concat(chunks)));
}
