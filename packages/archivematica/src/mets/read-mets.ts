import {iterate} from '@fonds/core/streams';
import {createMetsReader} from './mets-reader.ts';
import type {ReadMetsOptions} from './mets-reader.ts';
import type {MetsSection} from './mets-section.ts';

/**
 * Reads a METS document section by section, in its order: its header, descriptions, the metadata of each file, the files, the structure.
 *
 * Memory does not grow with the document: one section is held at a time. What belongs together is said by IDs, and administrative metadata
 * come before the files they are of; {@link readMetsInventory} joins them. Leaving the loop cancels the stream.
 *
 * @throws DecodeError with line and column when it is not well-formed, has a doctype or an entity, is too deep (`too-deep`), has too large a
 *   section (`too-large`), or is no METS (`not-mets`).
 */
export async function* readMets(
	stream: ReadableStream<Uint8Array>,
	options: ReadMetsOptions = {},
): AsyncGenerator<MetsSection, void, void> {
	const reader = await createMetsReader(options);
	for await (const chunk of iterate(stream)) {
		for (const section of reader.write(chunk)) {
			yield section;
		}
	}
	yield* reader.end();
}
