import {element, type XmlElement} from '@fonds/core/xml';

/** What asks for a deletion (ENT-22). */
export function encodeSubmission(comment: string, entity: string): XmlElement {
	return element(entity, 'DeletionAction', [element(entity, 'Submission', [element(entity, 'Comment', comment)])]);
}

/** What decides about a deletion (ENT-23). */
export function encodeDecision(approved: boolean, comment: string, entity: string): XmlElement {
	return element(entity, 'DeletionAction', [
		element(entity, 'Approval', [element(entity, 'Approved', approved), element(entity, 'Comment', comment)]),
	]);
}
