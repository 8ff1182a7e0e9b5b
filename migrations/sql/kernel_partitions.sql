-- The big ledgers are partitioned by month on their time-ordered ids (UUID version 7: 48 bits of milliseconds).
CREATE TABLE kernel.partitioned (table_name text PRIMARY KEY);

CREATE FUNCTION kernel.first_id_of(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Make the partitions of this month and the three to come. Runs as the owner, whoever calls it.
CREATE FUNCTION kernel.extend_partitions() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    ledger text;
    month timestamptz;
    part text;
BEGIN
    FOR ledger IN SELECT table_name FROM kernel.partitioned ORDER BY table_name LOOP
        FOR step IN 0..3 LOOP
            month := (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + make_interval(months => step))
                     AT TIME ZONE 'UTC';
            part := ledger || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM');
            IF to_regclass(part) IS NULL THEN
                EXECUTE format('CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%L) TO (%L)', part, ledger,
                               kernel.first_id_of(month), kernel.first_id_of(month + interval '1 month'));
            END IF;
        END LOOP;
    END LOOP;
END $$;

CREATE FUNCTION kernel.partition_by_month(ledger text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kernel.partitioned VALUES (ledger);
    EXECUTE format('CREATE TABLE %s_default PARTITION OF %s DEFAULT', ledger, ledger);
    PERFORM kernel.extend_partitions();
END $$;
