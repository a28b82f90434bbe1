import type {ReactiveController, ReactiveControllerHost} from 'lit';

import {english, type Messages} from './english.ts';

/** Some of the texts, group by group. */
export type MessageOverrides = {readonly [Group in keyof Messages]?: Messages[Group] extends string ? string : Partial<Messages[Group]>};

let current: Messages = english;
const hosts = new Set<ReactiveControllerHost>();

/**
 * Replaces texts for every element on the page, now and later. What is not named stays as it is;
 * `setMessages()` goes back to English.
 *
 * @example setMessages({locale: 'de', viewer: {download: 'Herunterladen'}});
 */
export function setMessages(overrides?: MessageOverrides): void {
	const {locale = current.locale, ...groups} = overrides ?? {};
	current =
		overrides === undefined
			? english
			: {
					locale,
					viewer: {...current.viewer, ...groups.viewer},
					problem: {...current.problem, ...groups.problem},
					image: {...current.image, ...groups.image},
					pdf: {...current.pdf, ...groups.pdf},
					media: {...current.media, ...groups.media},
					text: {...current.text, ...groups.text},
					transfer: {...current.transfer, ...groups.transfer},
					uploader: {...current.uploader, ...groups.uploader},
				};
	for (const host of hosts) host.requestUpdate();
}

/** The texts now in use. */
export function messages(): Messages {
	return current;
}

/** Renders its element again when the texts change. */
export class MessagesController implements ReactiveController {
	readonly #host: ReactiveControllerHost;

	constructor(host: ReactiveControllerHost) {
		this.#host = host;
		host.addController(this);
	}

	get texts(): Messages {
		return current;
	}

	hostConnected(): void {
		hosts.add(this.#host);
	}

	hostDisconnected(): void {
		hosts.delete(this.#host);
	}
}
