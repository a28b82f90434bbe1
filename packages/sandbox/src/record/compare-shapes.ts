import type {Member, Shape} from './shape.ts';
import {own, sorted} from './shape.ts';
import {baseType} from './value-type.ts';

type Names = readonly [string, string];

/** What differs between two shapes, each with the path to it: members that only one has, and values of other types. */
export function compareShapes(first: Shape, second: Shape, sides: Names, path = ''): readonly string[] {
	const types = compareTypes(typesOf(first), typesOf(second), sides);
	if (types !== undefined) return [`${path}${path && ' '}${types}`];
	if (isEmpty(first) || isEmpty(second)) return []; // an empty list has no items to compare
	return sorted([...Object.keys(first.members), ...Object.keys(second.members)]).flatMap(name =>
		compareMembers(own(first, name), own(second, name), sides, path === '' ? name : `${path} / ${name}`),
	);
}

function compareMembers(first: Member | undefined, second: Member | undefined, sides: Names, path: string): readonly string[] {
	if (first && second) return compareShapes(first.shape, second.shape, sides, path);
	const found = first ?? second;
	return [`${path} only in ${first ? sides[0] : sides[1]}${found?.always === true ? '' : ', and not always'}`];
}

/** Types differ when nothing that was seen on one side was seen on the other. */
function compareTypes(first: ReadonlySet<string>, second: ReadonlySet<string>, [one, other]: Names): string | undefined {
	if (first.size === 0 || second.size === 0 || [...first].some(type => second.has(type))) return undefined;
	return `is ${[...first].join(' or ')} in ${one}, ${[...second].join(' or ')} in ${other}`;
}

/** Without what says nothing of the type. */
function typesOf({types}: Shape): ReadonlySet<string> {
	return new Set(sorted(types.map(type => baseType(type))).filter(type => type !== 'empty' && type !== 'null'));
}

function isEmpty(shape: Shape): boolean {
	return typesOf(shape).size === 0 || (shape.types.includes('array') && Object.keys(shape.members).length === 0);
}
