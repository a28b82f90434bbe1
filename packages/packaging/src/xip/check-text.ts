import {element, writeXml} from '@fonds/core/xml';

/** Makes sure that a text can be written as the content of this element. @throws ConfigurationError */
export function checkText(name: string, text: string | undefined): void {
	if (text !== undefined && !/^[\t\n -~]*$/.test(text)) {
		writeXml(element('', name, text)); // Asked only when it is not plain ASCII, of which everything can be written.
	}
}
