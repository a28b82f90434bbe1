import {NotFoundError, Pages, path, SdkError, type Page, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {listPages} from '../xml/read-list.ts';
import type {PoliciesOptions, RetentionPolicy} from './policy.ts';
import {decodePolicy, decodePolicyStubs, type PolicyStub} from './retention-xml.ts';
import {checkedCount} from '../whole-number.ts';

const place = path`api/entity/retention-policies`;

/** Reads RET-02. */
export async function readPolicy({http}: Session, ref: string, options: RequestOptions): Promise<RetentionPolicy> {
	return decodePolicy(await getXml(http, path`api/entity/retention-policies/${ref}`, options));
}

/** Walks RET-01, whose entries are names only: the policies of a page are read (RET-02) when the page is asked for. */
export function listPolicies(session: Session, {concurrency = 4, pageSize = 25, ...options}: PoliciesOptions): Pages<RetentionPolicy> {
	checkedCount('concurrency', concurrency);
	const names = listPages(session.http, place, decodePolicyStubs, {...options, pageSize});
	return new Pages(async function* (): AsyncGenerator<Page<RetentionPolicy>> {
		for await (const {items, ...page} of names.pages()) {
			yield {...page, items: await readAll(session, items, concurrency, options)};
		}
	});
}

/** Reads some at a time, in order. The first failure ends what is under way. */
async function readAll(
	session: Session,
	stubs: readonly PolicyStub[],
	concurrency: number,
	options: RequestOptions,
): Promise<RetentionPolicy[]> {
	const controller = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
	const found: RetentionPolicy[] = [];
	let next = 0;
	const work = async (): Promise<void> => {
		for (let at = next++; at < stubs.length; at = next++) {
			const stub = stubs[at];
			if (stub !== undefined) {
				found[at] = await readPolicy(session, stub.ref, {...options, signal});
			}
		}
	};
	try {
		await Promise.all(Array.from({length: concurrency}, work));
	} finally {
		controller.abort();
	}
	return found;
}

/** Looks through all names (RET-01) and reads the one policy (RET-02). */
export async function findPolicy(session: Session, name: string, options: RequestOptions): Promise<RetentionPolicy> {
	const refs: string[] = [];
	for await (const stub of listPages(session.http, place, decodePolicyStubs, {...options, pageSize: 250})) {
		if (stub.name === name) {
			refs.push(stub.ref);
		}
	}
	const [ref] = refs;
	if (ref === undefined) {
		throw new NotFoundError(`There is no retention policy named ${JSON.stringify(name)}, or this account has no right to see it.`);
	}
	if (refs.length > 1) {
		throw new SdkError(
			`${refs.length} retention policies are named ${JSON.stringify(name)}: ${refs.join(', ')}. Read one by its reference.`,
			{
				code: 'ambiguous-name',
			},
		);
	}
	return readPolicy(session, ref, options);
}
