-- Every entry balances when its transaction commits. It is asked for each entry, so its plan is made once and never for
-- an empty table: planning anew over all partitions would take four times as long as the question itself.
CREATE FUNCTION finance.assert_entry_balances() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    difference numeric;
    line_count bigint;
BEGIN
    SELECT coalesce(sum(l.debit - l.credit), 0), count(*) INTO difference, line_count
    FROM finance.journal_line l
    WHERE l.entry_id = NEW.id AND l.id > NEW.id AND l.id < finance.one_day_after(NEW.id);
    IF difference <> 0 OR line_count < 2 THEN
        RAISE EXCEPTION 'Journal entry % does not balance: debits exceed credits by % over % lines.',
            NEW.number, difference, line_count USING ERRCODE = 'ERP01';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON finance.journal_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finance.assert_entry_balances();

-- Nothing is posted on a closed day: asked once for each day of a statement, and the period stays locked, shared.
CREATE FUNCTION finance.assert_periods_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM organization.assert_period_open(d.company_id, d.subledger, d.posted_on)
    FROM (SELECT DISTINCT company_id, subledger, posted_on FROM added ORDER BY company_id, posted_on, subledger) d;
    RETURN NULL;
END $$;

CREATE TRIGGER periods_open AFTER INSERT ON finance.journal_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION finance.assert_periods_open();

-- A control account is the sum of its subledger: it takes a line only together with the row it stands for. Retired
-- accounts take none, and a line carries the day of its entry.
CREATE FUNCTION finance.assert_lines_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused record;
BEGIN
    SELECT a.code, a.name, a.control, a.status, e.posted_on <> l.posted_on AS other_day INTO refused
    FROM added l
    JOIN finance.account a ON a.id = l.account_id
    JOIN finance.journal_entry e ON e.id = l.entry_id
    WHERE (a.control IS NOT NULL AND l.subledger_id IS NULL) OR a.status <> 'active' OR e.posted_on <> l.posted_on
    LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF refused.status <> 'active' THEN
        RAISE EXCEPTION 'Account % % is retired: nothing more is posted to it.', refused.code, refused.name
            USING ERRCODE = 'ERP01';
    ELSIF refused.other_day THEN
        RAISE EXCEPTION 'a journal line carries the day of its entry';
    END IF;
    RAISE EXCEPTION 'Account % % is the control account of a subledger (%): it takes lines only from its documents.',
        refused.code, refused.name, refused.control USING ERRCODE = 'ERP01';
END $$;

CREATE TRIGGER lines_allowed AFTER INSERT ON finance.journal_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION finance.assert_lines_allowed();
