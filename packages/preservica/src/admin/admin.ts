import type {Session} from '../auth/session.ts';
import {Documents} from './documents.ts';
import {Schemas} from './schemas.ts';
import {SecurityAdmin} from './security-admin.ts';
import {Transforms} from './transforms.ts';
import {Users} from './users.ts';

/** Users, roles, security tags, schemas, documents and transforms. */
export class Admin {
	/** The users of the tenancy. */
	readonly users: Users;
	/** Roles and security tags. */
	readonly security: SecurityAdmin;
	/** Schemas that metadata is checked against. */
	readonly schemas: Schemas;
	/** Metadata templates, index definitions and other documents. */
	readonly documents: Documents;
	/** Transforms of metadata. */
	readonly transforms: Transforms;

	constructor(session: Session) {
		this.users = new Users(session);
		this.security = new SecurityAdmin(session);
		this.schemas = new Schemas(session);
		this.documents = new Documents(session);
		this.transforms = new Transforms(session);
	}
}
