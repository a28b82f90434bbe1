import {parseArgs} from 'node:util';
import {checkTarget} from './check-target.ts';
import {addRecording} from './recordings-folder.ts';
import type {RecordingProxy} from './recording-proxy.ts';
import {startRecordingProxy} from './recording-proxy.ts';

const usage = `fonds-sandbox record: stands in front of a real server and notes what its answers look like

  fonds-sandbox record --target https://eu.preservica.com --port 4500 --out recordings/

Let your programs call the proxy instead of the server, then end it with Ctrl-C. What is written holds no values: no tokens,
passwords, names, titles, references, hosts or content, only the names of known elements and keys, and the types of their values.

  --target <address>   the server; https, unless it is on this machine
  --port <number>      where to listen (default 4500; 0: any free port)
  --host <name>        the address to listen on (default 127.0.0.1: this machine only)
  --out <folder>       where the recordings go, one file for each operation and status; what is there is added to (default recordings)
  --keep <name>        record this name of a key or parameter, too, though it is in no public description; may be repeated
  --help               show this
`;

/** Starts recording; `undefined` when only help was asked for. @throws Error for wrong options. */
export async function recordCommand(args: readonly string[], write: (text: string) => void): Promise<RecordingProxy | undefined> {
	const {values} = parseArgs({
		args: [...args],
		options: {
			target: {type: 'string'},
			port: {type: 'string', default: '4500'},
			host: {type: 'string', default: '127.0.0.1'},
			out: {type: 'string', default: 'recordings'},
			keep: {type: 'string', multiple: true, default: []},
			help: {type: 'boolean', default: false},
		},
	});
	if (values.help) {
		write(usage);
		return undefined;
	}
	const {target, host, port, out, keep} = values;
	if (target === undefined) throw new Error('--target is missing. Try fonds-sandbox record --help.');
	if (!/^\d{1,5}$/u.test(port) || Number(port) > 65_535) throw new Error('--port must be a number from 0 to 65535.');
	const proxy = await startRecordingProxy({
		target: checkTarget(target),
		hostname: host,
		port: Number(port),
		keep: new Set(keep),
		onProblem: message => write(`${message}\n`),
		onRecording: recording => {
			addRecording(out, recording);
			write(`${recording.operation} ${recording.status}\n`);
		},
	});
	write(`Recording at ${proxy.url}, into ${out}. Ctrl-C stops.\n`);
	return proxy;
}
