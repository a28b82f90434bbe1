// hash-wasm ships one file for each algorithm, without types of their own. As CommonJS they have a default export.

declare module 'hash-wasm/dist/md5.umd.min.js' {
	const module: {readonly createMD5: typeof import('hash-wasm').createMD5};
	export default module;
}

declare module 'hash-wasm/dist/sha1.umd.min.js' {
	const module: {readonly createSHA1: typeof import('hash-wasm').createSHA1};
	export default module;
}

declare module 'hash-wasm/dist/sha256.umd.min.js' {
	const module: {readonly createSHA256: typeof import('hash-wasm').createSHA256};
	export default module;
}

declare module 'hash-wasm/dist/sha512.umd.min.js' {
	const module: {readonly createSHA512: typeof import('hash-wasm').createSHA512};
	export default module;
}

declare module 'hash-wasm/dist/crc32.umd.min.js' {
	const module: {readonly createCRC32: typeof import('hash-wasm').createCRC32};
	export default module;
}

declare module 'hash-wasm/dist/sha224.umd.min.js' {
	const module: {readonly createSHA224: typeof import('hash-wasm').createSHA224};
	export default module;
}

declare module 'hash-wasm/dist/sha384.umd.min.js' {
	const module: {readonly createSHA384: typeof import('hash-wasm').createSHA384};
	export default module;
}

declare module 'hash-wasm/dist/blake2b.umd.min.js' {
	const module: {readonly createBLAKE2b: typeof import('hash-wasm').createBLAKE2b};
	export default module;
}
