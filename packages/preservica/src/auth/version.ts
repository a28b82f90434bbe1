import {ConfigurationError, DecodeError} from '@fonds/core';
import {content, type XmlElement} from '@fonds/core/xml';

/** A server's version, such as 7.7.1. */
export interface Version {
	/** As the server wrote it. */
	readonly text: string;
	readonly major: number;
	readonly minor: number;
	/** 0 when the server names two parts only. */
	readonly patch: number;
}

/** The namespaces a server of one version reads and writes (reference 1.4). What it did not have yet is undefined. */
export interface Namespaces {
	readonly xip: string;
	readonly entity: string;
	readonly retention: string | undefined;
	readonly security: string | undefined;
	readonly admin: string | undefined;
	readonly workflow: string;
	readonly status: string;
}

/**
 * Reads two- and three-part versions.
 *
 * @throws DecodeError for anything else.
 */
export function parseVersion(text: string): Version {
	const parts = /^(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?!\d)/.exec(text.trim());
	if (!parts) {
		throw new DecodeError(`The server says its version is ${JSON.stringify(text.slice(0, 40))}, which is not a version such as 7.7.0.`);
	}
	const [, major, minor, patch = '0'] = parts;
	return {text: text.trim(), major: Number(major), minor: Number(minor), patch: Number(patch)};
}

/** Reads ENT-01. Only the name `CurrentVersion` is certain: its namespace, prefix and depth are not (reference 6.2). */
export function decodeVersion(response: XmlElement): Version {
	const found = findByName(response, 'CurrentVersion');
	if (found === undefined) {
		throw new DecodeError(`<${response.name}> has no <CurrentVersion>: this is not how Preservica tells its version.`);
	}
	return parseVersion(content(found));
}

function findByName(source: XmlElement, name: string): XmlElement | undefined {
	if (source.name === name) {
		return source;
	}
	for (const node of source.children) {
		const found = typeof node === 'object' ? findByName(node, name) : undefined;
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

/** Negative when `a` is older than `b`, 0 when they are the same, positive when it is newer. */
export function compareVersions(a: Version, b: Version): number {
	return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/**
 * Stops before a request that the server is too old for: `requireVersion(version, '6.2', 'Deleting')`.
 *
 * @throws ConfigurationError with code `version` that names the version it takes.
 */
export function requireVersion(version: Version, needed: string, feature: string): void {
	if (compareVersions(version, parseVersion(needed)) < 0) {
		throw new ConfigurationError(`${feature} needs Preservica ${needed} or newer; this server runs ${version.text}.`, {code: 'version'});
	}
}

/** The namespaces of a version (reference 1.4). */
export function namespacesOf({major, minor}: Version): Namespaces {
	const old = major === 6 && minor < 2;
	const own = old ? 'v6.0' : `v${major}.${minor}`;
	return {
		xip: `http://preservica.com/XIP/${own}`,
		entity: `http://preservica.com/EntityAPI/${own}`,
		retention: old ? undefined : 'http://preservica.com/RetentionManagement/v6.2',
		security: old ? undefined : `http://preservica.com/SecurityAPI/${own}`,
		admin: old ? undefined : `http://preservica.com/AdminAPI/${own}`,
		workflow: 'http://workflow.preservica.com',
		status: 'http://status.preservica.com',
	};
}
