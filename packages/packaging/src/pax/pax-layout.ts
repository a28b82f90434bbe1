import {ConfigurationError} from '@fonds/core';
import type {PackageLayout} from '../layout/layout.ts';
import type {AssetDescription} from '../xip/description.ts';
import type {PlannedFile} from '../xip/plan.ts';
import {layoutOfPlan} from '../xip/xip-layout.ts';
import type {PaxLayoutOptions} from './options.ts';
import {planPax, type PaxPlan} from './plan-pax.ts';

/**
 * Lays out an asset as a PAX: `Representation_<type>[_<number>]/<content object>/Generation_<number>/<file>`, and `<name>.xip` at the end, with the digests
 * of what was written. Every file is read once. In a ZIP file (`zipLayout`) it is a `.pax.zip`.
 *
 * @throws ConfigurationError as `xipLayout` does, and without a `.xip` for what names of folders cannot tell.
 * @throws PackageError while it is written with the problem `fixity-mismatch`, or as who writes it says.
 */
export function paxLayout(asset: AssetDescription, options: PaxLayoutOptions = {}): PackageLayout {
	const plan = planPax(asset, options);
	if (plan.metadata === undefined && plan.name !== asset.title) {
		throw new ConfigurationError(
			`Without a .xip, the PAX ${JSON.stringify(plan.name)} cannot tell the title ${JSON.stringify(asset.title)}. Give it as the name, or let the .xip be written.`,
		);
	}
	return layoutOfPax(plan);
}

/** Lays out what has been planned. */
export function layoutOfPax({name, plan, metadata}: PaxPlan): PackageLayout {
	return {...layoutOfPlan(plan, undefined, {pathOf, metadata}), name: `${name}.pax`};
}

function pathOf({location, filename}: PlannedFile): string {
	return `${location}/${filename}`;
}
