import type {KnownChoices, ProcessingChoices} from './processing-choices.ts';

/** A processing configuration: what the workflow does without asking a person. */
export interface ProcessingConfiguration {
	/** Answers to the questions this package knows. */
	readonly choices: KnownChoices;
	/** Every entry of the file, in its order, also those that nobody here knows. Where a link has several, the last one counts. */
	readonly entries: readonly ProcessingEntry[];
	/** The file itself: `writeProcessingConfiguration` keeps what is in it beside the answers. */
	readonly xml: string;
}

/** One entry of a processing configuration. */
export interface ProcessingEntry {
	/** The workflow link that asks: `appliesTo`. */
	readonly link: string;
	/** What is chosen there: `goToChain`. */
	readonly value: string;
	/** Which of the known questions this is. */
	readonly name: keyof ProcessingChoices | undefined;
	/** The question in the dashboard's words; `undefined` for a link that is not known. */
	readonly question: string | undefined;
	/** The answer in the dashboard's words; `undefined` for a value that is not known. */
	readonly answer: string | undefined;
	/** Seconds, as text, after which the choice is made; old configurations have such. */
	readonly delay: string | undefined;
	/** The comment before the entry, which mostly names the question. */
	readonly comment: string | undefined;
}
