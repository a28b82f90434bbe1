import {expect, it} from 'vitest';
import {parseCsv} from './csv.ts';

it.each([
	['', []],
	['a', [['a']]],
	['a,b\n', [['a', 'b']]],
	['a,b\r\nc,d\rE', [['a', 'b'], ['c', 'd'], ['E']]],
	[
		'a,\n,b',
		[
			['a', ''],
			['', 'b'],
		],
	],
	['a,', [['a', '']]],
	['\n\na', [[], [], ['a']]],
	['"a, b","c\nd","e ""f"""', [['a, b', 'c\nd', 'e "f"']]],
	['""', [['']]],
	['a"b,c', [['a"b', 'c']]],
	['"a"b,c', [['"a"b', 'c']]],
])('reads %j', (text, rows) => {
	expect(parseCsv(text)).toEqual(rows);
});
