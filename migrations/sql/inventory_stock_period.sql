-- Goods move only on days whose inventory period is open. Asking takes the period's shared lock, so that a close
-- waits for those who are writing; days are asked in order, once each.
CREATE FUNCTION inventory.check_movement_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moved record;
BEGIN
    FOR moved IN SELECT DISTINCT company_id, occurred_on FROM added ORDER BY company_id, occurred_on LOOP
        PERFORM organization.assert_period_open(moved.company_id, 'inventory', moved.occurred_on);
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER period_is_open AFTER INSERT ON inventory.stock_movement REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.check_movement_period();
