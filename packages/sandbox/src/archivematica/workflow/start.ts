import type {SandboxContext} from '../../context.ts';
import {isPackage} from '../aip/formats.ts';
import {settingsOf} from '../dashboard/settings.ts';
import {newUuid} from '../identifiers.ts';
import type {ProcessingConfiguration, State} from '../state.ts';
import {releaseOf} from '../state.ts';
import {checksumProblem} from './checksums.ts';
import {withoutRemoved} from './compliance.ts';
import {configurationNamed, parseConfiguration} from './configurations.ts';
import {readText} from './keep-file.ts';
import {takePlan} from './plans.ts';
import {rightsProblem} from './rights.ts';
import {bagProblem} from './sources.ts';
import type {Source} from './sources.ts';
import {transferTypes} from './transfer-types.ts';
import type {TransferType} from './transfer-types.ts';
import type {Reingest, Unit} from './unit.ts';

/** What a transfer is to be. */
export interface StartOptions {
	readonly name: string;
	readonly type: TransferType;
	readonly accession: string;
	readonly accessSystemId?: string | undefined;
	/** The SIP's UUID, where it is known: the AIP's that is reingested. */
	readonly sip?: string | undefined;
	readonly reingest?: Reingest | undefined;
	/** The name of a processing configuration. An unknown one is `default`. */
	readonly configuration: string;
	readonly approval: Unit['approval'];
	/** See `Unit`. */
	readonly dropped?: boolean | undefined;
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
	given: Source | undefined,
	options: StartOptions,
	also?: (transfer: string) => void,
): Promise<Unit> {
	const {name, type, accession, approval} = options;
	const source = given && withoutRemoved(given, type);
	const files = source?.files ?? [];
	const settings = settingsOf(state);
	const stepDuration = settings.stepDuration ?? context.stepDuration;
	const configured =
		(await ownConfiguration(context, source)) ??
		configurationNamed(state, options.configuration) ??
		configurationNamed(state, 'default') ??
		{};
	const unit: Omit<Unit, 'plan'> = {
		uuid: newUuid(),
		sip: options.sip ?? newUuid(),
		name: source?.archive ? source.basename : name,
		type,
		accession,
		accessSystemId: options.accessSystemId ?? '',
		reingest: options.reingest ?? null,
		archive: source?.archive ?? false,
		dropped: options.dropped,
		created: context.now(),
		copied: source ? context.now() + stepDuration : null,
		approval,
		approved: null,
		stepDuration,
		configured,
		answers: {},
		packages: files.some(({path}) => isPackage(path)),
		access: files.some(({path}) => /^(?:objects\/)?access\//u.test(path)),
		objectCount: files.filter(({path}) => isObject(path)).length,
		emptyFolders: source?.emptyFolders ?? [],
		bagProblem: source && transferTypes[type].bag ? await bagProblem(context, files) : null,
		checksumProblem: (await checksumProblem(context, type, files)) ?? null,
		rightsProblem: (await rightsProblem(context, type, files)) ?? null,
		added: [],
		queued: settings.concurrency > 0,
		stopped: null,
		sipGone: false,
		effects: [],
		hidden: [],
		settled: false,
	};
	return context.store.transaction(() => {
		const plan = takePlan(state, source ? [...new Set([name, source.basename])] : [name]);
		const planned: Unit = {...unit, plan: {...plan, lateSip: plan.lateSip || releaseOf(state) === '1.13.2'}};
		state.unitFiles.put(unit.uuid, files);
		state.units.put(unit.uuid, planned);
		also?.(unit.uuid);
		return planned;
	});
}

/** Whether a file is content, not metadata, a log or a processing configuration. */
function isObject(path: string): boolean {
	return path !== 'processingMCP.xml' && !/^(?:metadata|logs)\//u.test(path);
}

async function ownConfiguration(context: SandboxContext, source: Source | undefined): Promise<ProcessingConfiguration | undefined> {
	const file = source?.files.find(({path}) => path === 'processingMCP.xml');
	return file && parseConfiguration(await readText(context, file));
}
