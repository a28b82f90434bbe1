/** A bucket of the server. */
export interface Bucket {
	readonly name: string;
	/** When it was made, as ISO 8601; `undefined` where the server does not tell. */
	readonly created: string | undefined;
}
