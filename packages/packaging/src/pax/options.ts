import type {XipLayoutOptions} from '../xip/options.ts';

/** Options of {@link paxLayout}. */
export interface PaxLayoutOptions extends Omit<XipLayoutOptions, 'id'> {
	/** A name for the package and its `.xip`. @default the title, without what file systems cannot hold */
	readonly name?: string | undefined;
	/** Whether the structure is described in a `.xip`. Without it, names of folders have to say everything. @default true */
	readonly xip?: boolean | undefined;
}
