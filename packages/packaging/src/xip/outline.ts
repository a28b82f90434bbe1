import {predictZipLength} from '../zip/predict-length.ts';
import {pathOf, type XipPlan} from './plan.ts';
import {layoutOfPlan, metadataName, type PackageNaming} from './xip-layout.ts';

/** What is known about a package before it is made. */
export interface PackageOutline {
	readonly size: number | undefined;
	readonly assets: readonly string[];
	readonly name: string;
}

/** Finds out what can be known. The size is found when it is first asked for: the metadata has to be written for that, with other digests. */
export function outlinePackage(plan: XipPlan): PackageOutline {
	let size: {readonly known: number | undefined} | undefined;
	return {
		get size() {
			size ??= {known: predictSize(plan)};
			return size.known;
		},
		assets: plan.assets.map(({ref}) => ref),
		name: `${plan.id}.zip`,
	};
}

function predictSize(plan: XipPlan): number | undefined {
	const files = layoutOfPlan(plan, undefined, inFolder(plan)).outline();
	return files && predictZipLength(files, plan);
}

/** In the ZIP file everything is in a folder. */
export function inFolder({id}: XipPlan): PackageNaming {
	return {pathOf: file => `${id}/${pathOf(file)}`, metadata: `${id}/${metadataName}`};
}
