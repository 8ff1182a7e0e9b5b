-- After bulk loading the planner must know the tables anew. Only their owner may look: the application asks for it here.
CREATE FUNCTION kernel.refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE place text;
BEGIN
    FOR place IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                 WHERE tableowner = current_user AND schemaname NOT IN ('pg_catalog', 'information_schema')
                 ORDER BY 1 LOOP
        EXECUTE 'ANALYZE ' || place;
    END LOOP;
END $$;
