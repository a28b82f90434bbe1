import {ConfigurationError} from '@fonds/core';
import type {XmlElement, XmlNode} from '@fonds/core/xml';
import {checkFragment} from './check-values.ts';
import {isXipNamespace} from './names.ts';

/** The last version whose schema is known. */
const lastKnown = '7.7';

/** Refuses what a version of XIP does not have. */
export interface VersionCheck {
	/** @throws ConfigurationError unless the package is of this version or a later one. */
	require(version: string, what: string): void;
	/** Takes elements that are not known here over into the package. @throws ConfigurationError if its schema is known and does not have them. */
	takeUnknown(elements: readonly XmlElement[] | undefined, what: string): readonly XmlElement[];
}

const none: readonly XmlElement[] = [];

export function createVersionCheck(namespace: string): VersionCheck {
	const own = parse(namespace.slice(namespace.lastIndexOf('/v') + 2));
	const isSince = (version: string): boolean => compare(own, parse(version)) >= 0;
	return {
		require(version, what) {
			if (!isSince(version)) {
				throw new ConfigurationError(`${what} cannot be written before XIP ${version}. Give another namespace, or leave it out.`);
			}
		},
		takeUnknown(elements = none, what) {
			const [first] = elements;
			if (first !== undefined && compare(own, parse(lastKnown)) <= 0) {
				throw new ConfigurationError(
					`${what} has an element <${first.name}> that XIP ${own.join('.')} does not know. Leave it out of \`unknown\`.`,
				);
			}
			elements.forEach(item => checkFragment(item, `<${item.name}> of ${what}`));
			return first === undefined ? none : elements.map(item => withNamespace(item, namespace));
		},
	};
}

function parse(version: string): readonly number[] {
	return version.split('.').map(Number);
}

function compare([major = 0, minor = 0]: readonly number[], [otherMajor = 0, otherMinor = 0]: readonly number[]): number {
	return major - otherMajor || minor - otherMinor;
}

/** The same element in another version of XIP. */
function withNamespace(element: XmlElement, namespace: string): XmlElement {
	const children = element.children.map((node): XmlNode => (typeof node === 'string' ? node : withNamespace(node, namespace)));
	const own = isXipNamespace(element.namespace);
	const declarations = element.declarations.filter(declaration => !isXipNamespace(declaration.namespace));
	return own ? {...element, prefix: undefined, namespace, children, declarations} : {...element, children};
}
