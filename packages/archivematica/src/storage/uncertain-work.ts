import {uncertainError} from '../http/uncertain-error.ts';

/** The code of every error after which work may have been done, or still go on. */
const workUncertain = 'work-uncertain';

/** Runs a call that takes long or starts something. An answer that was lost proves nothing: the error then says so and what to look at. */
export async function orUncertain<T>(what: string, advice: string, call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (error) {
		throw uncertainError(error, workUncertain, reason => `Whether ${what} is not known: ${reason} ${advice}`) ?? error;
	}
}
