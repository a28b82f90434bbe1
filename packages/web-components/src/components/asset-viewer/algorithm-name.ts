/** A digest's algorithm as people write it: `SHA-256`. */
export function algorithmName(algorithm: string): string {
	return algorithm.toUpperCase().replace(/^SHA-?(?=\d)/u, 'SHA-');
}
