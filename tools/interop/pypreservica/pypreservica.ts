import {judge, type Judgement} from '../judge.ts';
import type {Library, Round} from '../library.ts';
import {withSandbox} from '../sandbox.ts';
import {ingestTheirs, readTheirs, sendOurs, type Sent} from './exchange.ts';
import {unequalNames} from './parity.ts';

const program = new URL('judge', import.meta.url);

interface PyPreservicaJudgement extends Judgement, Sent {
	/** Every public name, as `name` or `Class.name`. */
	readonly names: readonly string[];
}

/** The client for Preservica that most people use. */
export const pyPreservica: Library = {
	name: 'pyPreservica',
	module: 'pyPreservica',
	versions: ['9.1.0', '8.1.0', '7.7.0', '6.9.0'],
	about: `Both ways round, too: what pyPreservica packages and uploads, Fonds reads and verifies, each file against every digest the server has, and with it title, description, tag, folder, representations, identifiers and metadata; and what
Fonds packages and uploads, pyPreservica reads and verifies in the same way. What pyPreservica exports as OPEX, Fonds ingests into another archive and reads there; what Fonds exports, pyPreservica reads. Every public name it has is on
[the page that compares it with Fonds](pypreservica.md), and no other.`,
	playRound,
	async examine(judgement) {
		return unequalNames((judgement as PyPreservicaJudgement).names);
	},
};

/** Each sends, and each reads what the other has sent. */
async function playRound(python: string, version: string, folder: string): Promise<Round> {
	return withSandbox(version, async greeting => {
		const ours = await sendOurs(greeting, folder);
		const judgement = await judge<PyPreservicaJudgement>(python, program, {greeting, sent: ours}, folder);
		const read = await readTheirs(greeting, judgement.assets);
		const ingested = await withSandbox(version, another => ingestTheirs(another, judgement));
		return {
			judgement,
			summary: `${judgement.assets.length} assets read by Fonds, ${ours.assets.length} by pyPreservica, as they are and as OPEX`,
			problems: [...read.map(each => `read by Fonds: ${each}`), ...ingested.map(each => `ingested by Fonds: ${each}`)],
		};
	});
}
