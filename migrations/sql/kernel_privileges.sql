-- What the application's role may do, granted anew after every migration: read and write everything, but neither
-- change nor remove a ledger row, and never reach a partition except through its ledger.
CREATE FUNCTION kernel.grant_privileges(application_role text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one_schema text;
    ledger text;
    part regclass;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = application_role) OR application_role = current_user THEN
        RETURN;
    END IF;
    FOR one_schema IN SELECT DISTINCT schemaname FROM pg_tables WHERE tableowner = current_user
                      AND schemaname NOT IN ('public', 'pg_catalog', 'information_schema') LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', one_schema, application_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', one_schema, application_role);
        EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', one_schema, application_role);
    END LOOP;
    FOR ledger IN SELECT table_name FROM kernel.append_only LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %I', ledger::regclass, application_role);
    END LOOP;
    FOR part IN SELECT i.inhrelid::regclass FROM pg_inherits i JOIN kernel.partitioned p
                ON p.table_name::regclass = i.inhparent LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', part, application_role);
    END LOOP;
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON kernel.append_only, kernel.partitioned, kernel.audit_entry,
                    kernel.alembic_version FROM %I', application_role);
END $$;
