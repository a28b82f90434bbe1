import type {bagLayout} from '../bagit/bag-layout.ts';
import type {filesLayout} from '../layout/files-layout.ts';
import type {ocflObjectLayout} from '../ocfl/object-layout.ts';
import type {opexLayout} from '../opex/opex-layout.ts';
import type {paxLayout} from '../pax/pax-layout.ts';
import type {transferBagLayout} from '../transfer/transfer-bag.ts';
import type {transferLayout} from '../transfer/transfer-layout.ts';
import type {xipLayout} from '../xip/xip-layout.ts';

/** The formats a worker can write, with the functions that lay them out. */
export interface WorkerFormats {
	readonly bag: typeof bagLayout;
	/** Files as they are. */
	readonly files: typeof filesLayout;
	readonly ocfl: typeof ocflObjectLayout;
	readonly opex: typeof opexLayout;
	readonly pax: typeof paxLayout;
	/** A transfer of Archivematica. */
	readonly transfer: typeof transferLayout;
	/** Likewise, as a bag. */
	readonly transferBag: typeof transferBagLayout;
	readonly xip: typeof xipLayout;
}

/** Loads what a format needs when it is first asked for. */
export const formats: {readonly [F in keyof WorkerFormats]: () => Promise<WorkerFormats[F]>} = {
	bag: async () => (await import('../bagit/bag-layout.ts')).bagLayout,
	files: async () => (await import('../layout/files-layout.ts')).filesLayout,
	ocfl: async () => (await import('../ocfl/object-layout.ts')).ocflObjectLayout,
	opex: async () => (await import('../opex/opex-layout.ts')).opexLayout,
	pax: async () => (await import('../pax/pax-layout.ts')).paxLayout,
	transfer: async () => (await import('../transfer/transfer-layout.ts')).transferLayout,
	transferBag: async () => (await import('../transfer/transfer-bag.ts')).transferBagLayout,
	xip: async () => (await import('../xip/xip-layout.ts')).xipLayout,
};
