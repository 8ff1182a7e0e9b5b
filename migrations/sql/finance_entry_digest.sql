-- The fingerprint of an entry with its lines: whatever anybody changed in them later, it would no longer fit.
-- Every field in a fixed order, written the same way on every server, whatever its time zone or language.
CREATE FUNCTION finance.entry_digest(entry finance.journal_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(E'\n',
        entry.id, entry.company_id, entry.number, to_char(entry.posted_on, 'YYYY-MM-DD'), entry.purpose, entry.memo,
        entry.source_event_id, entry.source_kind, entry.source_id, coalesce(entry.reverses_id::text, '-'),
        entry.subledger, entry.actor, entry.correlation_id, extract(epoch FROM entry.recorded_at),
        (SELECT string_agg(concat_ws(' ',
             l.id, l.position, to_char(l.posted_on, 'YYYY-MM-DD'), l.account_id, l.debit, l.credit, l.currency,
             l.currency_debit, l.currency_credit, l.rate, coalesce(l.branch_id::text, '-'),
             coalesce(l.warehouse_id::text, '-'), coalesce(l.customer_id::text, '-'),
             coalesce(l.supplier_id::text, '-'), coalesce(l.item_family_id::text, '-'), coalesce(l.channel, '-'),
             coalesce(l.salesperson_id::text, '-'), coalesce(l.subledger_kind, '-'),
             coalesce(l.subledger_id::text, '-')), E'\n' ORDER BY l.position, l.id)
         FROM finance.journal_line l
         WHERE l.entry_id = entry.id AND l.id > entry.id AND l.id < finance.one_day_after(entry.id))), 'UTF8'))
$$;
