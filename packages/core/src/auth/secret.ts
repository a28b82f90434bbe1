import {redacted} from '../http/redact.ts';

/** A value that does not get into logs: it prints, serializes and inspects as `[redacted]`. */
export class Secret {
	readonly #value: string;

	constructor(value: string) {
		this.#value = value;
		// What `console.log` asks for in Node and Bun, and in Deno.
		for (const name of ['nodejs.util.inspect.custom', 'Deno.customInspect']) {
			Object.defineProperty(this, Symbol.for(name), {value: () => redacted});
		}
	}

	/** The value itself, for where it is sent. */
	reveal(): string {
		return this.#value;
	}

	toString(): string {
		return redacted;
	}

	toJSON(): string {
		return redacted;
	}
}
