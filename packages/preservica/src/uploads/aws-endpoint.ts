import type {Session} from '../auth/session.ts';
import {storageAddress} from './storage-address.ts';

/** Where the requests to a bucket go. */
export interface S3Endpoint {
	readonly address: string;
	/** Is it AWS itself? Others want the bucket in the path. */
	readonly isAmazon: boolean;
}

const amazon = /(?:^|\.)amazonaws\.com(?:\.cn)?$/;

/** The region in a host name of AWS: `s3.eu-west-1.amazonaws.com`, `s3-eu-west-1…`, `bucket.s3.dualstack.eu-west-1…`. */
export function regionOf(endpoint: string | undefined): string {
	return (
		/(?:^|[./])s3[.-](?:dualstack\.|fips\.)?([a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\.com/i.exec(endpoint ?? '')?.[1]?.toLowerCase() ??
		'us-east-1'
	);
}

/** The endpoint that the server named, without the bucket that may stand in it; AWS of the region when it named none. */
export function s3Endpoint(session: Session, endpoint: string | undefined, bucket: string, region: string): S3Endpoint {
	const given = endpoint === undefined ? undefined : storageAddress(session, endpoint);
	if (given === undefined || amazon.test(given.hostname)) {
		const suffix = region.startsWith('cn-') ? '.cn' : '';
		return {address: `https://s3.${region}.amazonaws.com${suffix}`, isAmazon: true};
	}
	const host = given.host.startsWith(`${bucket.toLowerCase()}.`) ? given.host.slice(bucket.length + 1) : given.host;
	const path = given.pathname.replace(/\/+$/, '');
	const base = path.endsWith(`/${bucket}`) ? path.slice(0, -bucket.length - 1) : path;
	return {address: `${given.protocol}//${host}${base}`, isAmazon: false};
}
