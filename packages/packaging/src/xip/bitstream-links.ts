import type {XipBitstream} from './contents.ts';
import type {FoundBitstreams} from './find-bitstreams.ts';
import type {Tell} from './tell.ts';

/** The bitstreams, and which of them are in generations. */
export interface BitstreamLinks {
	/** Those of a generation, by the paths that it names. */
	readonly take: (paths: readonly string[], object: string) => readonly XipBitstream[];
	/** Tells of those that were never taken, and gives them. */
	readonly unused: () => readonly XipBitstream[];
}

export function createBitstreamLinks(found: FoundBitstreams, tell: Tell): BitstreamLinks {
	const used = new Set<XipBitstream>();
	return {
		take: (paths, object) =>
			paths.flatMap(path => {
				const bitstream = found.byPath(path) ?? found.byPath(path.trim());
				if (bitstream === undefined) {
					const message = `A generation of ${object} names the file ${JSON.stringify(path)}, which no <Bitstream> describes.`;
					tell.lost('dangling-ref', message);
					return [];
				}
				used.add(bitstream);
				return [bitstream];
			}),
		unused() {
			const unused = found.all.filter(bitstream => !used.has(bitstream));
			for (const {filename} of unused) {
				tell('unused-bitstream', `No generation names the bitstream ${JSON.stringify(filename)}.`, 'warning');
			}
			return unused;
		},
	};
}
