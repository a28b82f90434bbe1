import {DecodeError} from '@fonds/core';
import type {XmlAttribute, XmlDeclaration} from '@fonds/core/xml';
import {createChunkDecoder, UndecodableError} from './decode-chunks.ts';

/** A start tag with its names resolved. */
export interface StartTag {
	readonly name: string;
	readonly prefix: string | undefined;
	readonly namespace: string;
	readonly attributes: readonly XmlAttribute[];
	readonly declarations: readonly XmlDeclaration[];
}

/** Told what is in a document, in its order. */
export interface XmlListener {
	/** An element begins. Gives whether `open` is to be told of it; `text` and `close` always are. */
	begin(): boolean;
	open(tag: StartTag): void;
	text(text: string): void;
	close(): void;
}

/** Limits for documents one does not trust. */
export interface XmlLimits {
	/** How many elements may be inside each other. */
	readonly maxDepth: number;
	/** How many characters may be in memory at once. */
	readonly maxCharacters: number;
}

/** Takes the bytes of a document as they come. */
export interface XmlEvents {
	/** @throws DecodeError with line and column. */
	write(bytes: Uint8Array): void;
	/** @throws DecodeError when the document is not complete. */
	end(): void;
	/** Refuses the document at the place that was read last. */
	fail(problem: string, code?: string): never;
}

/** How many bytes are decoded at a time: what is in flight stays small, whatever the chunks are. */
const pieceSize = 32_768;

/**
 * Makes a strict, namespace-aware reader of XML that holds nothing but what is open. Its parser is loaded here.
 *
 * Doctype declarations and entities other than the five of XML are refused.
 */
export async function createXmlEvents(listener: XmlListener, {maxDepth, maxCharacters}: XmlLimits): Promise<XmlEvents> {
	const {SaxesParser} = await import('saxes');
	const parser = new SaxesParser({xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true});
	const decoder = createChunkDecoder();
	let depth = 0;
	let pending = 0;

	const fail = (problem: string, code?: string): never => {
		throw new DecodeError(`${problem} (line ${parser.line}, column ${parser.column + 1}).`, {code});
	};

	// Six handlers at most: with a seventh, V8 takes the parser for a dictionary, and it reads six times as slowly.
	parser.on('error', error => fail(`The METS is not well-formed: ${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}`));
	parser.on('doctype', () => fail('A doctype declaration is not allowed'));
	parser.on('opentag', tag => {
		pending = 0;
		depth += 1;
		if (depth > maxDepth) {
			fail(`More than ${maxDepth} elements are inside each other`, 'too-deep');
		}
		if (!listener.begin()) {
			return;
		}
		const attributes = Object.values(tag.attributes);
		listener.open({
			name: tag.local,
			prefix: tag.prefix || undefined,
			namespace: tag.uri,
			attributes: attributes
				.filter(({name}) => !isDeclaration(name))
				.map(({local, prefix, uri, value}) => ({name: local, prefix: prefix || undefined, namespace: uri, value})),
			declarations: Object.entries(tag.ns).map(([prefix, namespace]) => ({prefix, namespace})),
		});
	});
	parser.on('text', text => listener.text(text));
	parser.on('cdata', text => listener.text(text));
	parser.on('closetag', () => {
		depth -= 1;
		pending = 0;
		listener.close();
	});

	const feed = (decode: () => string): void => {
		try {
			const text = decode();
			pending += text.length;
			parser.write(text);
		} catch (error) {
			if (error instanceof UndecodableError) {
				parser.write(error.before);
				fail(error.message);
			}
			throw error;
		}
		if (pending > maxCharacters + pieceSize) {
			fail(`More than ${maxCharacters} characters are in one piece`, 'too-large');
		}
	};

	return {
		write(bytes) {
			for (let at = 0; at < bytes.length; at += pieceSize) {
				feed(() => decoder.decode(bytes.subarray(at, at + pieceSize)));
			}
		},
		end() {
			feed(() => decoder.end());
			parser.close();
		},
		fail,
	};
}

function isDeclaration(name: string): boolean {
	return name === 'xmlns' || name.startsWith('xmlns:');
}
