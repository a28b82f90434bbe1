import {fileURLToPath} from 'node:url';
import {judge, type Judgement} from '../judge.ts';
import type {Library, Round} from '../library.ts';
import {withSandbox, type Greeting} from '../sandbox.ts';
import {unequalMethods} from './parity.ts';

const program = new URL('judge', import.meta.url);
const ours = fileURLToPath(new URL('ours.ts', import.meta.url));

/** The Storage Service that goes with a dashboard. */
const storageOf: Readonly<Record<string, string>> = {'1.19.0': 'newer', '1.17.0': '0.23.0', '1.13.2': 'older'};

interface AmclientJudgement extends Judgement {
	/** How often Fonds was asked the same. */
	readonly asked: number;
}

/** Artefactual's client for Archivematica. */
export const amclient: Library = {
	name: 'amclient',
	module: 'amclient',
	versions: Object.keys(storageOf),
	about: `Every public method of its class, and every sub-command of its command line as a process of its own, on Archivematica 1.19.0 with a Storage Service newer than 0.23.0, 1.17.0 with 0.23.0, and 1.13.2 with one before 0.14. What comes
back is compared with the server's own answer, with what is known to be there, and with what Fonds says of the same thing. A transfer that one of the two starts, the other follows to its AIP; AIPs that amclient downloads, or has sent
through the pipeline again, Fonds verifies from the outside in; deletions it asks for, Fonds sees and follows to the decision. Every public method is on [the page that compares it with Fonds](archivematica/amclient.md), and no other.`,
	playRound,
	async examine({methods}) {
		return unequalMethods(methods.filter(name => name.startsWith('AMClient.')).map(name => name.slice('AMClient.'.length)));
	},
};

/** Both start transfers, and follow those of the other; what amclient downloads and asks to have deleted, Fonds verifies and sees. */
async function playRound(python: string, version: string, folder: string): Promise<Round> {
	return withSandbox('8.1.0', async greeting => {
		await set(greeting, 'release', {release: version});
		await set(greeting, 'storage', {profile: storageOf[version]});
		const asking = [process.execPath, '--conditions=@fonds/source', ours, JSON.stringify(greeting)];
		const judgement = await judge<AmclientJudgement>(python, program, {greeting, release: version, ours: asking}, folder);
		return {judgement, summary: `${judgement.asked} times the same was asked of Fonds`, problems: []};
	});
}

async function set({url}: Greeting, what: string, body: object): Promise<void> {
	const response = await fetch(`${url}/sandbox/archivematica/${what}`, {method: 'PUT', body: JSON.stringify(body)});
	if (!response.ok) throw new Error(`The sandbox does not take ${JSON.stringify(body)}: ${await response.text()}`);
}
