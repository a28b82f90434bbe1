/** What is posted in place of a value: itself, if it is one that structured cloning takes as it is, or else where to find it. */
export type Slot = unknown;

/** Stands for an object. No object is posted in another, so that nothing else looks like this. */
export interface ValueReference {
	readonly ref: number;
}

/** What an object is made of: an entry of its Blob and its fields, entries of a directory handle of the handle. */
export type ValueKind = 'object' | 'entry' | 'folder' | 'directory' | 'list' | 'map' | 'set';

/** An object, or the next part of it. Keys and values of all but lists and sets take turns. */
export interface ValueRecord {
	readonly id: number;
	readonly kind: ValueKind;
	readonly items: readonly Slot[];
}

/** Structured cloning takes these as they are. Handles are known by what they do: not every runtime has their class. */
export function isPosted(value: object): boolean {
	return [Blob, Date, RegExp, ArrayBuffer].some(type => value instanceof type) || ArrayBuffer.isView(value) || 'isSameEntry' in value;
}
