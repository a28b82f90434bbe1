/** What a value looks like, without the value: the kinds of values seen here, and the elements, attributes or keys in it. */
export interface Shape {
	/** Placeholders such as `uuid` or `text(short)`, in alphabetical order. */
	readonly types: readonly string[];
	/** By name: elements as `xip:Ref`, attributes as `@ref`, keys as they are, the items of an array as `[]`. */
	readonly members: Readonly<Record<string, Member>>;
}

/** An element, attribute, key or item of a value. */
export interface Member {
	/** Was it there every time? */
	readonly always: boolean;
	readonly shape: Shape;
}

/** A shape without members. */
export function leaf(type: string): Shape {
	return {types: [type], members: {}};
}

/** A shape with these members, of which some may have the same name. */
export function branch(types: readonly string[], members: readonly (readonly [name: string, shape: Shape])[]): Shape {
	const merged = new Map<string, Shape>();
	for (const [name, shape] of members) {
		const before = merged.get(name);
		merged.set(name, before ? mergeShapes(before, shape) : shape);
	}
	return {types: sorted(types), members: membersOf([...merged].map(([name, shape]) => [name, {always: true, shape}]))};
}

/** One shape for what was seen at two times. */
export function mergeShapes(first: Shape, second: Shape): Shape {
	const names = sorted([...Object.keys(first.members), ...Object.keys(second.members)]);
	return {
		types: sorted([...first.types, ...second.types]),
		members: membersOf(names.map(name => [name, mergeMembers(own(first, name), own(second, name))])),
	};
}

/** The member of this name. */
export function own(shape: Shape, name: string): Member | undefined {
	return Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
}

/** Each text once, in alphabetical order. */
export function sorted(texts: readonly string[]): readonly string[] {
	return [...new Set(texts)].toSorted();
}

function mergeMembers(first: Member | undefined, second: Member | undefined): Member {
	if (first && second) return {always: first.always && second.always, shape: mergeShapes(first.shape, second.shape)};
	return {always: false, shape: (first ?? second)?.shape ?? leaf('empty')};
}

/** Names may be those of the prototype, as `constructor` is. */
function membersOf(entries: readonly (readonly [string, Member])[]): Shape['members'] {
	return Object.fromEntries(entries.toSorted(([first], [second]) => (first < second ? -1 : 1)));
}
