import {parseArgs} from 'node:util';
import {compareRecordings} from './compare-recordings.ts';
import {readRecordings} from './recordings-folder.ts';

const usage = `fonds-sandbox compare: says how two recordings differ

  fonds-sandbox compare <folder> <folder>

For instance of a real server and of a sandbox, each recorded with fonds-sandbox record while the same program ran. It prints one line for
each difference: operations, statuses, content types, headers, elements and keys that only one side has, and values of other types. Ends
with status 1 if there are any.

  --help   show this
`;

/** Prints the differences; `true` when there are none. @throws Error when a folder cannot be read. */
export function compareCommand(args: readonly string[], write: (text: string) => void): boolean {
	const {values, positionals} = parseArgs({args: [...args], allowPositionals: true, options: {help: {type: 'boolean', default: false}}});
	if (values.help) {
		write(usage);
		return true;
	}
	const [first, second, ...more] = positionals;
	if (first === undefined || second === undefined || more.length > 0)
		throw new Error('Two folders are compared. Try fonds-sandbox compare --help.');
	const differences = compareRecordings(
		{name: first, recordings: readRecordings(first)},
		{name: second, recordings: readRecordings(second)},
	);
	write(differences.length === 0 ? 'No differences.\n' : differences.map(line => `${line}\n`).join(''));
	return differences.length === 0;
}
