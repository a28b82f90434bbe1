/** Gives a class its name, unless the page has used the name already: a second copy of this package on a page is not an error. */
export function register(name: string, element: CustomElementConstructor): void {
	if (customElements.get(name) === undefined) customElements.define(name, element);
}
