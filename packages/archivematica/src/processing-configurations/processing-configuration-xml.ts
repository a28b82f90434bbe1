import {ConfigurationError, DecodeError} from '@fonds/core';
import {children, element, namespace, optionalText, text} from '@fonds/core/xml';
import type {XmlElement, XmlNode} from '@fonds/core/xml';
import {answerOf, nameAt, valuesOf} from './answers.ts';
import type {KnownChoices, ProcessingChoices} from './processing-choices.ts';
import type {ProcessingConfiguration, ProcessingEntry} from './processing-configuration.ts';
import {processingQuestions, questionAt} from './questions.ts';
import {parseNotedXml} from './xml-notes.ts';
import type {NotedXml} from './xml-notes.ts';

/** How a processing configuration is written. */
export interface WriteProcessingConfigurationOptions {
	/**
	 * A configuration to change: everything in it that the choices do not name stays, with comments, delays and what is not known here.
	 *
	 * @default an empty one
	 */
	readonly keep?: string | undefined;
}

/**
 * Reads a processing configuration, such as a `processingMCP.xml` (reference 4.8). Links and values that are not known stay in `entries`.
 *
 * @throws DecodeError when it is not well-formed, or no processing configuration.
 */
export function readProcessingConfiguration(xml: string): ProcessingConfiguration {
	const document = parseConfiguration(xml);
	const entries = children(document.root, listName).flatMap(list => readList(list, document));
	const values = new Map(entries.map(entry => [entry.link, entry.value]));
	const choices = Object.fromEntries(processingQuestions.map(question => [question.name, answerOf(question, values)]));
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table of questions has these keys, with answers of their types
	return {choices: choices as KnownChoices, entries, xml};
}

/**
 * Writes a processing configuration, for a transfer's own `processingMCP.xml` or to be compared with one. No API stores it in the pipeline:
 * the web form does.
 *
 * @throws ConfigurationError for a question or an answer that there is not, DecodeError when `keep` is no processing configuration.
 */
export function writeProcessingConfiguration(choices: ProcessingChoices, {keep = empty}: WriteProcessingConfigurationOptions = {}): string {
	const document = parseConfiguration(keep);
	const changes = changesOf(choices);
	const lists = children(document.root, listName);
	const last = lists.at(-1) ?? element('', listName.name, '\n  ');
	const written = new Set<string>();
	const changed = new Map(lists.map(list => [list, changeList(list, changes, written, document)]));
	changed.set(last, append(changed.get(last) ?? last, changes, written, document));
	const nodes = document.root.children.map(node => (typeof node === 'string' ? node : (changed.get(node) ?? node)));
	return document.write({...document.root, children: lists.length > 0 ? nodes : [...nodes, changed.get(last) ?? last]});
}

const empty = '<processingMCP>\n  <preconfiguredChoices>\n  </preconfiguredChoices>\n</processingMCP>\n';

/** What is to stand at each link; `undefined` for nothing. */
type Changes = ReadonlyMap<string, string | undefined>;

const none = namespace('');
const listName = none('preconfiguredChoices');
const entryName = none('preconfiguredChoice');
const linkName = none('appliesTo');
const valueName = none('goToChain');

function parseConfiguration(xml: string): NotedXml {
	const document = parseNotedXml(xml);
	const {name, namespace: uri} = document.root;
	if (name !== 'processingMCP' || uri !== '') {
		throw new DecodeError(`A processing configuration starts with <processingMCP>, this with <${name}>.`);
	}
	return document;
}

function readList(list: XmlElement, document: NotedXml): readonly ProcessingEntry[] {
	const entries: ProcessingEntry[] = [];
	let comment: string | undefined;
	for (const node of list.children) {
		if (isEntry(node)) {
			entries.push(readEntry(node, comment));
		}
		if (typeof node !== 'string') {
			comment = document.commentText(node);
		}
	}
	return entries;
}

function readEntry(entry: XmlElement, comment: string | undefined): ProcessingEntry {
	const link = text(entry, linkName);
	const value = text(entry, valueName);
	const known = questionAt(link);
	return {
		link,
		value,
		name: known?.question.name,
		question: known?.place.question,
		answer: known && (nameAt(known.place, value) ?? nameAt(known.place, value, false)),
		delay: optionalText(entry, none('delay')),
		comment,
	};
}

function changesOf(choices: ProcessingChoices): Changes {
	const unknown = Object.keys(choices).find(name => !processingQuestions.some(question => question.name === name));
	if (unknown !== undefined) {
		throw new ConfigurationError(
			`There is no question '${unknown}' in a processing configuration. There are: ${processingQuestions.map(({name}) => name).join(', ')}.`,
		);
	}
	const changes = new Map<string, string | undefined>();
	for (const question of processingQuestions) {
		const answer = choices[question.name];
		const values = answer === undefined ? undefined : valuesOf(question, answer);
		for (const {link} of values ? question.places : []) {
			changes.set(link, values?.get(link));
		}
	}
	return changes;
}

function changeList(list: XmlElement, changes: Changes, written: Set<string>, document: NotedXml): XmlElement {
	const nodes: XmlNode[] = [];
	for (const node of list.children) {
		const link = isEntry(node) ? readEntry(node, undefined).link : undefined;
		const value = link === undefined ? undefined : changes.get(link);
		if (!isEntry(node) || link === undefined || !changes.has(link)) {
			nodes.push(node);
		} else if (value === undefined) {
			removeNote(nodes, document);
		} else {
			nodes.push(withValue(node, value));
			written.add(link);
		}
	}
	return {...list, children: nodes};
}

/** Takes away the comment of an entry that goes, and the space before both. */
function removeNote(nodes: XmlNode[], document: NotedXml): void {
	removeSpace(nodes);
	const last = nodes.at(-1);
	if (typeof last === 'object' && document.commentText(last) !== undefined) {
		nodes.pop();
		removeSpace(nodes);
	}
}

function removeSpace(nodes: XmlNode[]): string {
	const last = nodes.at(-1);
	if (typeof last !== 'string' || last.trim() !== '') {
		return '';
	}
	nodes.pop();
	return last;
}

function withValue(entry: XmlElement, value: string): XmlElement {
	return {...entry, children: entry.children.map(node => (isNamed(node, valueName.name) ? {...node, children: [value]} : node))};
}

function append(list: XmlElement, changes: Changes, written: ReadonlySet<string>, document: NotedXml): XmlElement {
	const nodes = [...list.children];
	const end = removeSpace(nodes);
	for (const [link, value] of changes) {
		if (value !== undefined && !written.has(link)) {
			const entry = ['\n      ', element('', linkName.name, link), '\n      ', element('', valueName.name, value), '\n    '];
			const question = questionAt(link)?.place.question ?? '';
			nodes.push('\n    ', document.comment(question), '\n    ', element('', entryName.name, entry));
		}
	}
	return {...list, children: [...nodes, end]};
}

function isEntry(node: XmlNode): node is XmlElement {
	return isNamed(node, entryName.name);
}

function isNamed(node: XmlNode, name: string): node is XmlElement {
	return typeof node === 'object' && node.name === name && node.namespace === '';
}
