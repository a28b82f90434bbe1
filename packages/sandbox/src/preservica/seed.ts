import {firstRegisteredXml} from './admin/first-registered-xml.ts';
import type {Archive} from './archive.ts';
import {firstRoles, firstUsers} from './auth/users.ts';
import {firstForm, firstGroup} from './metadata-forms/metadata-forms.ts';
import {firstProcesses} from './process/processes.ts';
import {firstItems} from './registry/first-items.ts';
import {firstSecurityTags} from './security.ts';
import {firstContexts} from './workflow/contexts.ts';

/** Sets up a new tenancy. Samples of what it could hold come on top. */
export function seedTenancy(archive: Archive): void {
	const {context, repository, roles, registered, search, sessions, workflows, processes, metadataForms, registry} = archive;
	search.clear();
	context.store.transaction(() => {
		for (const user of firstUsers(context.credentials)) sessions.users.put(user);
		for (const name of firstRoles) roles.put(name, {name});
		for (const name of firstSecurityTags) repository.securityTags.put(name, {name});
		for (const each of firstContexts) workflows.contexts.put(each.id, each);
		for (const each of firstProcesses) processes.ingests.put(each.apiId, each);
		for (const each of firstItems) registry.put(each);
		metadataForms.groups.put(firstGroup.id, firstGroup);
		metadataForms.forms.put(firstForm.id, firstForm);
		for (const [kind, items] of firstRegisteredXml) for (const item of items) registered[kind].put(item.apiId, item);
	});
}
