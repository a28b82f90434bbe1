import {isoDate} from '../../clock.ts';
import type {Call} from '../call.ts';
import type {Entity} from '../model.ts';

/** Records that the user has just changed an entity. Names of commands other than those seen (ENT-34) are assumed. */
export function recordChange({user, archive: {repository, context}}: Call, entity: Entity, command: string): void {
	repository.addEvent({type: 'Modified', command, date: isoDate(context.now()), user: user.username, entity: entity.ref});
}
