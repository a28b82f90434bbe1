import type {Judgement} from './judge.ts';

/** Somebody else's library that judges the sandbox. It has a folder of its name here, with its judge and all else that is its own. */
export interface Library {
	/** As it is called in sentences. */
	readonly name: string;
	/** As Python imports it. */
	readonly module: string;
	/** The versions that the sandbox is for it, newest first. */
	readonly versions: readonly string[];
	/** What the page says of it, in sentences. */
	readonly about: string;
	/** Has it judge a sandbox of a version. The folder is empty, and removed afterwards. */
	playRound(python: string, version: string, folder: string): Promise<Round>;
	/** What is wrong that is about no version. */
	examine?(judgement: Judgement): Promise<readonly string[]>;
}

/** What came of a sandbox of one version. */
export interface Round {
	readonly judgement: Judgement;
	/** What was done, for the terminal. */
	readonly summary: string;
	/** What is wrong that the judge cannot know. */
	readonly problems: readonly string[];
}
