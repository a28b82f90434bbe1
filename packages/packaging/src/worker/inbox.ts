/** Messages that wait to be taken, in order. */
export interface Inbox<T> {
	put(message: T): void;
	/** Makes `take` fail when what has come is taken. */
	fail(error: Error): void;
	take(): Promise<T>;
}

export function createInbox<T>(): Inbox<T> {
	const messages: T[] = [];
	let failure: Error | undefined;
	let notify: (() => void) | undefined;
	return {
		put(message) {
			messages.push(message);
			notify?.();
		},
		fail(error) {
			failure ??= error;
			notify?.();
		},
		async take() {
			for (;;) {
				const message = messages.shift();
				if (message !== undefined) {
					return message;
				}
				if (failure !== undefined) {
					throw failure;
				}
				await new Promise<void>(resolve => {
					notify = resolve;
				});
			}
		},
	};
}
