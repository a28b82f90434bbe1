import type {HashAlgorithm} from '@fonds/core/hash';
import type {Tell} from '../metadata/table.ts';
import type {ReadResult} from './read-ahead.ts';

/** Finds files with the same content by their digests. */
export class Twins {
	readonly #algorithm: HashAlgorithm | undefined;
	readonly #tell: Tell;
	readonly #paths = new Map<string, string[]>();

	constructor(algorithm: HashAlgorithm | undefined, tell: Tell) {
		this.#algorithm = algorithm;
		this.#tell = tell;
	}

	/** Empty files are no twins. */
	add(path: string, {digests, size}: ReadResult): void {
		const digest = this.#algorithm && digests?.[this.#algorithm];
		if (digest === undefined || size === 0) {
			return;
		}
		const key = `${size} ${digest}`;
		const paths = this.#paths.get(key);
		if (paths === undefined) {
			this.#paths.set(key, [path]);
		} else {
			paths.push(path);
		}
	}

	/** Every file whose content another one before it has. */
	tellAll(): void {
		for (const [first = '', ...others] of this.#paths.values()) {
			for (const path of others) {
				this.#tell({code: 'duplicate-content', severity: 'warning', path, message: `"${path}" has the same content as "${first}".`});
			}
		}
	}
}
