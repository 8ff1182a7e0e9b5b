-- A journal line is made right after its entry, so its time-ordered id lies within a day of the entry's. The rule lets
-- whoever knows the entry find its lines in one partition.
CREATE FUNCTION finance.one_day_after(id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint + 86400000), 12, '0')
            || '00000000000000000000')::uuid
$$;
