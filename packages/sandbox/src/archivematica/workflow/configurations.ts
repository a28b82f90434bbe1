import {parseXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import type {ProcessingConfiguration, State} from '../state.ts';
import {comment, markup, writeMarkup} from '../xml-writer.ts';
import {decisions} from './decisions.ts';

/** The configurations every installation has; a deleted one comes back when it is asked for (reference, AM-20). */
export const builtIn: Readonly<Record<string, ProcessingConfiguration>> = {
	automated: Object.fromEntries(decisions.map(({link, automated}) => [link, automated])),
	default: Object.fromEntries(decisions.filter(({minor}) => minor).map(({link, automated}) => [link, automated])),
};

/** The configuration with this name. */
export function configurationNamed(state: State, name: string): ProcessingConfiguration | undefined {
	const kept = state.configurations.get(name);
	if (kept === null) return undefined; // a built-in one that was deleted
	return kept ?? (Object.hasOwn(builtIn, name) ? builtIn[name] : undefined);
}

/** The file of a configuration: `processingMCP.xml` (reference, 4.8). */
export function configurationXml(configuration: ProcessingConfiguration): string {
	const choices = Object.entries(configuration).flatMap(([link, choice]) => {
		const question = decisions.find(decision => decision.link === link)?.question;
		const element = markup('preconfiguredChoice', {}, markup('appliesTo', {}, link), markup('goToChain', {}, choice));
		return question === undefined ? [element] : [comment(question), element];
	});
	return writeMarkup(markup('processingMCP', {}, markup('preconfiguredChoices', {}, ...choices))).replace(/^<\?xml[^\n]*\n/u, '');
}

/** Reads a `processingMCP.xml`. `undefined` when it is none. */
export function parseConfiguration(xml: string): ProcessingConfiguration | undefined {
	try {
		const root = parseXml(xml);
		if (root.name !== 'processingMCP') return undefined;
		const choices = elements(root, 'preconfiguredChoices').flatMap(list => elements(list, 'preconfiguredChoice'));
		return Object.fromEntries(choices.map(choice => [textOf(choice, 'appliesTo'), textOf(choice, 'goToChain')]));
	} catch {
		return undefined;
	}
}

function elements(parent: XmlElement, name: string): readonly XmlElement[] {
	return parent.children.filter((node): node is XmlElement => typeof node !== 'string' && node.name === name);
}

function textOf(parent: XmlElement, name: string): string {
	return elements(parent, name)
		.flatMap(({children}) => children.filter(node => typeof node === 'string'))
		.join('')
		.trim();
}
