/** Is this the name, or the name with one letter missing, added or changed, or in another letter case? */
export function resembles(written: string, name: string): boolean {
	const [a, b] = [written.toLowerCase(), name.toLowerCase()];
	if (a === b) {
		return true;
	}
	let same = 0;
	while (same < a.length && a[same] === b[same]) {
		same++;
	}
	const [restA, restB] = [a.slice(same), b.slice(same)];
	return name.length > 4 && [restA.slice(1) === restB, restA === restB.slice(1), restA.slice(1) === restB.slice(1)].includes(true);
}
