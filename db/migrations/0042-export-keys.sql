-- A scope of API keys for exports to a data warehouse. The constraint allows one more scope, so every stored row satisfies it.
alter table api_key drop constraint api_key_scopes_check;
alter table api_key add constraint api_key_scopes_check
  check (cardinality(scopes) > 0 and scopes <@ array['report', 'facts', 'scim', 'events', 'account_events', 'signals',
    'appeals', 'orders', 'enforcements', 'export']) not valid;
alter table api_key validate constraint api_key_scopes_check;
