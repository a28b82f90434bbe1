/** A link of the Storage Service without the credentials it repeats when a request had them in its query (reference 1.8). */
export function withoutCredentials(link: string): string {
	const [address = '', query = ''] = link.split('?', 2);
	const parameters = new URLSearchParams(query);
	parameters.delete('username');
	parameters.delete('api_key');
	return parameters.size === 0 ? address : `${address}?${parameters}`;
}
