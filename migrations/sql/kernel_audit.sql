-- One row of the audit trail for one changed row: the changed columns with their old and new values.
-- Arguments: the columns of the table's primary key.
CREATE FUNCTION kernel.write_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    before_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    after_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    changes jsonb;
    row_key text;
BEGIN
    SELECT coalesce(jsonb_object_agg(c.name, CASE
               WHEN c.name LIKE '%\_hash' OR c.name LIKE '%\_secret' THEN '["hidden", "hidden"]'::jsonb
               ELSE jsonb_build_array(before_row -> c.name, after_row -> c.name) END), '{}'::jsonb)
    INTO changes
    FROM (SELECT jsonb_object_keys(before_row || after_row) AS name) AS c
    WHERE before_row -> c.name IS DISTINCT FROM after_row -> c.name
      AND coalesce(after_row -> c.name, before_row -> c.name) <> 'null'::jsonb
       OR (before_row -> c.name <> 'null'::jsonb AND after_row -> c.name = 'null'::jsonb);
    IF changes = '{}'::jsonb THEN
        RETURN NULL;
    END IF;
    SELECT string_agg(coalesce(after_row ->> k, before_row ->> k), ' ' ORDER BY n) INTO row_key
    FROM unnest(TG_ARGV) WITH ORDINALITY AS key(k, n);
    INSERT INTO kernel.audit_entry (table_name, row_key, action, changed, actor, reason, correlation_id)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, row_key, lower(TG_OP), changes,
            coalesce(nullif(current_setting('app.actor', true), ''), session_user),
            nullif(current_setting('app.reason', true), ''),
            nullif(current_setting('app.correlation_id', true), '')::uuid);
    RETURN NULL;
END $$;

CREATE FUNCTION kernel.audit_table(audited text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE key_columns text;
BEGIN
    SELECT string_agg(quote_literal(a.attname), ', ' ORDER BY k.n) INTO key_columns
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, n)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = audited::regclass AND i.indisprimary;
    EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s
                    FOR EACH ROW EXECUTE FUNCTION kernel.write_audit(%s)', audited::regclass, key_columns);
END $$;
