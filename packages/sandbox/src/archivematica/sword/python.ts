import {storageTime} from '../times.ts';

/** A list of texts as Python prints it. */
export function reprOf(texts: readonly string[]): string {
	return `[${texts.map(reprOfText).join(', ')}]`;
}

const escapes: Readonly<Record<string, string>> = {'\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** In single quotes, unless there are only such in it. What cannot be printed is written as a number. */
function reprOfText(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const escaped = text.replaceAll(/[\\\n\r\t]|\p{Cc}|\p{Cf}|\p{Cs}|\p{Z}/gu, character =>
		character === ' ' ? ' ' : (escapes[character] ?? numbered(character)),
	);
	return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

function numbered(character: string): string {
	const code = (character.codePointAt(0) ?? 0).toString(16);
	if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
	return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

/** What an exception looks like that somebody prints. The places are made up. */
export function tracebackOf(error: string): string {
	return `Traceback (most recent call last):\n  File "locations/api/sword/views.py", line 1, in deposit_from_mets\n${error}\n`;
}

const months = ['Jan.', 'Feb.', 'March', 'April', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.'];

/** A time as Django writes it for people: `Oct. 17, 2024, 1:02 a.m.`, in the server's zone. */
export function djangoDate(milliseconds: number): string {
	const [, year = '', month, day, hour, minute = ''] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/u.exec(storageTime(milliseconds)) ?? [];
	return `${months[Number(month) - 1]} ${Number(day)}, ${year}, ${clockTime(Number(hour), minute)}`;
}

function clockTime(hour: number, minute: string): string {
	if (minute === '00' && hour % 12 === 0) return hour === 0 ? 'midnight' : 'noon';
	return `${hour % 12 || 12}${minute === '00' ? '' : `:${minute}`} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
}
