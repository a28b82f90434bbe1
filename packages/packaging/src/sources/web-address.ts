import {ConfigurationError} from '@fonds/core';

/** An address that files can be asked for at. @throws ConfigurationError for one that is not of the web, or holds credentials. */
export function checkWebAddress(url: string | URL): URL {
	const address = URL.parse(url);
	if (address === null || !/^https?:$/.test(address.protocol)) {
		throw new ConfigurationError('A file can only be read from an address that begins with https: or http:.');
	}
	if (address.username !== '' || address.password !== '') {
		throw new ConfigurationError(`The address of a file on ${address.host} holds credentials. Give them in the headers.`);
	}
	return address;
}
