-- Ledger rows are final: a correction is a new row. The trigger holds for everybody, the owner included.
CREATE FUNCTION kernel.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% are final: correct them by a new entry', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'ERP02';
END $$;

-- Put a table under the rule above; kernel.grant_privileges takes the right away from the application as well.
CREATE FUNCTION kernel.make_append_only(ledger text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kernel.append_only (table_name) VALUES (ledger);
    EXECUTE format('CREATE TRIGGER rows_are_final BEFORE UPDATE OR DELETE ON %s
                    FOR EACH ROW EXECUTE FUNCTION kernel.refuse_change()', ledger::regclass);
    EXECUTE format('CREATE TRIGGER table_is_final BEFORE TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION kernel.refuse_change()', ledger::regclass);
END $$;

-- Lines belong to the transaction that wrote their header: nothing is slipped into a document later.
-- Arguments: header table, the line's column that refers to it. The header keeps its transaction in xact_id.
CREATE FUNCTION kernel.check_same_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE strangers bigint;
BEGIN
    EXECUTE format(
        'SELECT count(*) FROM (SELECT DISTINCT %2$I AS id FROM added) a JOIN %1$s h ON h.id = a.id
         WHERE h.xact_id <> pg_current_xact_id()::text::bigint', TG_ARGV[0], TG_ARGV[1])
    INTO strangers;
    IF strangers > 0 THEN
        RAISE EXCEPTION 'lines can be added to %.% only together with their header', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'ERP02';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION kernel.require_same_transaction(line_table text, header_table text, reference text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER same_transaction AFTER INSERT ON %s REFERENCING NEW TABLE AS added
                    FOR EACH STATEMENT EXECUTE FUNCTION kernel.check_same_transaction(%L, %L)',
                   line_table::regclass, header_table, reference);
END $$;
