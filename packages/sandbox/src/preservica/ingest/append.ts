/** Adds items to a list, however many: `push(...items)` overflows the stack from some hundred thousand on. */
export function append<T>(list: T[], items: Iterable<T>): void {
	for (const item of items) list.push(item);
}
