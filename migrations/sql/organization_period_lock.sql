-- Posting takes the period's lock shared until it commits; closing takes it exclusively. No row is written, so that
-- any number of people post side by side, and a closing begun waits for those under way and keeps later ones out.
CREATE FUNCTION organization.period_lock_key(period uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT hashtextextended(period::text, 7205759403)
$$;

CREATE FUNCTION organization.lock_period(period uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(organization.period_lock_key(period));
END $$;

-- Refuse a posting dated on a closed day. The state is read after the lock is held, in a statement of its own and
-- therefore by a fresh snapshot: whoever waited for a closing sees that it has closed.
CREATE FUNCTION organization.assert_period_open(company uuid, subledger text, day date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    period uuid;
    period_name text;
    state text;
BEGIN
    SELECT p.id INTO period FROM organization.posting_period p
    WHERE p.company_id = company AND day BETWEEN p.first_day AND p.last_day;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no posting period for %. Open the fiscal year under Close, Posting periods.',
            to_char(day, 'FMDD FMMonth YYYY') USING ERRCODE = 'ERP01';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(organization.period_lock_key(period));
    SELECT p.fiscal_year || '/' || lpad(p.number::text, 2, '0'),
           CASE subledger WHEN 'inventory' THEN p.inventory_state WHEN 'receivables' THEN p.receivables_state
                          WHEN 'payables' THEN p.payables_state WHEN 'general' THEN p.general_state END
    INTO period_name, state FROM organization.posting_period p WHERE p.id = period;
    IF state IS NULL THEN
        RAISE EXCEPTION 'there is no subledger %', subledger;
    ELSIF state = 'closed' THEN
        RAISE EXCEPTION 'Period % is closed for %: nothing can be dated %. Choose a day in an open period, or have the period reopened.',
            period_name, subledger, to_char(day, 'FMDD FMMonth YYYY') USING ERRCODE = 'ERP01';
    ELSIF state = 'soft_closed' AND coalesce(current_setting('app.soft_close', true), 'f') <> 't' THEN
        RAISE EXCEPTION 'Period % is soft closed for %: only accountants with permission still post on %.',
            period_name, subledger, to_char(day, 'FMDD FMMonth YYYY') USING ERRCODE = 'ERP01';
    END IF;
END $$;
