-- Most keys of an organization that has had many are revoked: what counts the valid ones does not read the others.
create index api_keys_valid on api_keys (organization_id) where revoked_at is null;
--> statement-breakpoint
-- The list's order, and that in which ended keys are deleted.
create index api_keys_list on api_keys (organization_id, created_at desc, id desc);
--> statement-breakpoint
drop index api_keys_organization;
