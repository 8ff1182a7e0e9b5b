-- Stock value and inventory accounts cannot part: when the transaction of an event that moved value commits, what its
-- cost entries come to and what its journal lines on inventory accounts come to are the same, family by family.
CREATE FUNCTION finance.assert_cost_is_posted() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    apart record;
BEGIN
    SELECT family_id, sum(cost_amount) AS cost_amount, sum(posted_amount) AS posted_amount INTO apart
    FROM (SELECT c.family_id, c.amount AS cost_amount, 0 AS posted_amount
          FROM inventory.cost_entry c
          WHERE c.source_event_id = NEW.source_event_id AND c.company_id = NEW.company_id
            AND c.id > NEW.source_event_id AND c.id < finance.one_day_after(NEW.source_event_id)
          UNION ALL
          SELECT l.item_family_id, 0, l.debit - l.credit
          FROM finance.journal_entry e
          JOIN finance.journal_line l ON l.entry_id = e.id AND l.id > NEW.source_event_id
               AND l.id < finance.one_day_after(NEW.source_event_id)
          JOIN finance.account a ON a.id = l.account_id AND a.control = 'inventory'
          WHERE e.source_event_id = NEW.source_event_id AND e.company_id = NEW.company_id) AS moved
    GROUP BY family_id
    HAVING sum(cost_amount) <> sum(posted_amount)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'event % moved stock value of % in item family % but posted % to inventory accounts',
            NEW.source_event_id, apart.cost_amount, apart.family_id, apart.posted_amount;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER cost_is_posted AFTER INSERT ON inventory.cost_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION finance.assert_cost_is_posted();
