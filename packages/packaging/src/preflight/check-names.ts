import {deviceName} from '../entries/device-name.ts';
import {refuseUnsafe, sameness} from '../entries/path-claims.ts';
import type {Tell} from '../metadata/table.ts';
import {changedName} from '../transfer/changed-name.ts';
import {isRemoved} from '../transfer/removed-name.ts';
import type {TargetRules} from './targets.ts';

const forbidden = /[<>:"|?*\\]/;

/** Checks names as they come, and remembers them: each folder is told once. */
export class NameChecker {
	readonly #rules: readonly TargetRules[];
	readonly #tell: Tell;
	/** What was seen, by what is the same to a file system without letter case and Unicode form. A folder has a slash at its end. */
	readonly #seen = new Map<string, string>();
	readonly #files = new Set<string>();
	readonly #folders = new Set<string>();

	constructor(rules: readonly TargetRules[], tell: Tell) {
		this.#rules = rules;
		this.#tell = tell;
	}

	check(path: string, isFolder: boolean): void {
		if (this.#isUnsafe(path)) {
			return;
		}
		for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
			this.#folder(path.slice(0, end));
		}
		this.#removed(path, isFolder);
		if (isFolder) {
			this.#folder(path);
			this.#length(path);
			return;
		}
		if (this.#files.has(path)) {
			this.#tell({code: 'duplicate-path', severity: 'error', path, message: `"${path}" is there twice.`});
			return;
		}
		this.#files.add(path);
		this.#segment(path);
		this.#length(path);
		this.#collide(path, path);
	}

	#isUnsafe(path: string): boolean {
		// A long name is a matter of the target, and told there.
		const shortened = path.replaceAll(/[^/]{250,}/g, name => name.slice(0, 250).replace(/[\ud800-\udbff]$/, ''));
		try {
			refuseUnsafe(shortened);
			return false;
		} catch (error) {
			this.#tell({code: 'unsafe-path', severity: 'error', path, message: error instanceof Error ? error.message : String(error)});
			return true;
		}
	}

	#folder(path: string): void {
		if (!this.#folders.has(path)) {
			this.#folders.add(path);
			this.#segment(path);
			this.#collide(path, `${path}/`);
		}
	}

	#collide(path: string, seen: string): void {
		const key = sameness(path);
		const other = this.#seen.get(key);
		this.#seen.set(key, other ?? seen);
		if (other === undefined) {
			return;
		}
		const otherPath = other.replace(/\/$/, '');
		if (otherPath === path) {
			this.#tell({code: 'duplicate-path', severity: 'error', path, message: `"${path}" is a file and a folder.`});
			return;
		}
		const isForm = otherPath.normalize('NFC') === path.normalize('NFC');
		const merging = this.#rules.filter(rules => rules.ignoresCase).map(({name}) => name);
		const where = merging.length > 0 ? merging.join(', ') : 'some computers';
		const message = `"${path}" differs from "${otherPath}" in ${isForm ? 'Unicode form' : 'letter case'} only: on ${where} one would replace the other.`;
		const severity = merging.length > 0 ? 'error' : 'warning';
		this.#tell({code: isForm ? 'form-collision' : 'case-collision', severity, path, message});
	}

	#segment(path: string): void {
		const name = path.slice(path.lastIndexOf('/') + 1);
		if (name.normalize('NFC') !== name) {
			const message = `The name of "${path}" is not in Unicode's composed form (NFC), as macOS used to write it: other systems may not find it by what one types.`;
			this.#tell({code: 'not-composed', severity: 'warning', path, message});
		}
		for (const rules of this.#rules) {
			this.#ruled(path, name, rules);
		}
	}

	#ruled(path: string, name: string, rules: TargetRules): void {
		const tell = (code: string, severity: 'error' | 'warning', text: string): void =>
			this.#tell({code, severity, path, message: `The name of "${path}" ${text}`});
		const {nameBytes = Infinity, nameLength = Infinity} = rules;
		if (name.length > nameLength || bytesOf(name) > nameBytes) {
			tell('name-too-long', 'error', `is too long for ${rules.name}: ${name.length} characters, ${bytesOf(name)} bytes.`);
		}
		const severity = rules.name === 'Windows' ? 'error' : 'warning';
		if (rules.windowsNames && deviceName.test(name)) {
			tell('name-reserved', severity, 'is that of a device for Windows, where no file can be called so.');
		}
		if (rules.windowsNames && forbidden.test(name)) {
			tell('name-character', severity, `holds the character ${forbidden.exec(name)![0]}, which Windows does not take.`);
		}
		if (rules.windowsNames && /[. ]$/.test(name)) {
			tell('name-end', severity, 'ends in a dot or a blank, which Windows leaves out.');
		}
		const changed = rules.changesNames ? changedName(name) : undefined;
		if (changed !== undefined) {
			tell(
				'name-changed',
				'warning',
				`will be changed by ${rules.name}: ${changed.to === undefined ? 'in ASCII letters' : `"${changed.to}"`}.`,
			);
		}
	}

	#removed(path: string, isFolder: boolean): void {
		for (const {name} of this.#rules.filter(rules => rules.changesNames && isRemoved(path, isFolder))) {
			const message = `${name} removes "${path}", but in a bag: hidden files and folders, files that end in "~", Thumbs.db and Icon.`;
			this.#tell({code: 'file-removed', severity: 'warning', path, message});
		}
	}

	#length(path: string): void {
		for (const {name, pathBytes = Infinity, pathLength = Infinity} of this.#rules) {
			if (path.length > pathLength || (path.length * 3 > pathBytes && bytesOf(path) > pathBytes)) {
				const message = `The path "${path}" is too long for ${name}: ${path.length} characters, ${bytesOf(path)} bytes.`;
				this.#tell({code: 'path-too-long', severity: name === 'Windows' ? 'warning' : 'error', path, message});
			}
		}
	}
}

function bytesOf(text: string): number {
	return new TextEncoder().encode(text).length;
}
