-- A change of a reference table leaves a mark of its own in the changing transaction. A step that sees the marks it saw
-- before has missed no change: whoever takes an old mark away puts a new one there in the same transaction, so that
-- equal marks mean equal rows. Nobody waits: marks that another transaction is taking away are passed over.
CREATE FUNCTION kernel.note_reference_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    changed text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
    IF EXISTS (SELECT FROM kernel.reference_change
               WHERE table_name = changed AND noted_at = now() AND xmin = pg_current_xact_id()::xid) THEN
        RETURN NULL;
    END IF;
    DELETE FROM kernel.reference_change
    WHERE id IN (SELECT id FROM kernel.reference_change WHERE table_name = changed FOR UPDATE SKIP LOCKED);
    INSERT INTO kernel.reference_change (id, table_name, noted_at) VALUES (gen_random_uuid(), changed, now());
    RETURN NULL;
END $$;

CREATE FUNCTION kernel.watch_reference(watched text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER note_reference_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION kernel.note_reference_change()', watched::regclass);
    INSERT INTO kernel.reference_change (id, table_name, noted_at) VALUES (gen_random_uuid(), watched, now());
END $$;
