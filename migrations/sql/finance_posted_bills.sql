-- A supplier bill waits for a decision while it is held; once posted or rejected it is final.
CREATE FUNCTION finance.refuse_change_of_decided_bill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.status <> 'held' THEN
        RAISE EXCEPTION 'supplier bill % is %: correct it by a supplier credit', OLD.number, OLD.status
            USING ERRCODE = 'ERP02';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decided_bills_are_final BEFORE UPDATE OR DELETE ON finance.supplier_bill
    FOR EACH ROW EXECUTE FUNCTION finance.refuse_change_of_decided_bill();
