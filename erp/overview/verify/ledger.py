"""Invariants of the general ledger."""

from erp.overview.verify.invariant import Invariant

LEDGER = (
    Invariant(
        "entry-balances", "ledger", "Every journal entry balances",
        "An entry whose debits and credits differ makes the trial balance wrong by the difference.",
        "SELECT count(*) FROM finance.journal_entry",
        """
        SELECT e.number AS what, coalesce(sum(l.debit), 0) AS expected, coalesce(sum(l.credit), 0) AS found
        FROM finance.journal_entry e LEFT JOIN finance.journal_line l ON l.entry_id = e.id
        GROUP BY e.id, e.number
        HAVING coalesce(sum(l.debit), 0) <> coalesce(sum(l.credit), 0) OR count(l.id) < 2""",
    ),
    Invariant(
        "trial-balance", "ledger", "The trial balance of each company is zero",
        "Assets, liabilities, income and expense do not add up: no statement drawn from them can be right.",
        "SELECT count(DISTINCT company_id) FROM finance.journal_line",
        """
        SELECT c.code AS what, sum(l.debit) AS expected, sum(l.credit) AS found
        FROM finance.journal_line l JOIN organization.company c ON c.id = l.company_id
        GROUP BY c.code HAVING sum(l.debit) <> sum(l.credit)""",
    ),
    Invariant(
        "line-belongs", "ledger", "Every journal line has its entry, its company and its day",
        "A line whose company or day differs from its entry's is counted in one report and missing in another.",
        "SELECT count(*) FROM finance.journal_line",
        """
        SELECT l.id::text AS what, e.number AS expected, l.posted_on::text AS found
        FROM finance.journal_line l LEFT JOIN finance.journal_entry e ON e.id = l.entry_id
        WHERE e.id IS NULL OR e.company_id <> l.company_id OR e.posted_on <> l.posted_on""",
    ),
    Invariant(
        "line-source", "ledger", "Every journal line reaches a source event",
        "A figure in the ledger cannot be traced to what happened and who did it.",
        "SELECT count(*) FROM finance.journal_line",
        """
        SELECT e.number AS what, e.source_event_id::text AS expected, 'no such event' AS found
        FROM finance.journal_entry e LEFT JOIN kernel.event v ON v.id = e.source_event_id
        WHERE v.id IS NULL""",
    ),
    Invariant(
        "control-detail", "ledger", "Control accounts take only lines with a subledger reference",
        "Somebody posted past a subledger: its detail no longer explains the account.",
        "SELECT count(*) FROM finance.account WHERE control IS NOT NULL",
        """
        SELECT a.code AS what, 'a subledger reference' AS expected, e.number AS found
        FROM finance.account a JOIN finance.journal_line l ON l.account_id = a.id
        JOIN finance.journal_entry e ON e.id = l.entry_id
        WHERE a.control IS NOT NULL AND l.subledger_kind IS NULL""",
    ),
    Invariant(
        "reversal-mirrors", "ledger", "Every reversal undoes its original exactly",
        "A corrected entry left something behind on one of its accounts.",
        "SELECT count(*) FROM finance.journal_entry WHERE reverses_id IS NOT NULL",
        """
        SELECT r.number AS what, a.code AS expected, sum(l.debit - l.credit) AS found
        FROM finance.journal_entry r
        JOIN finance.journal_line l ON l.entry_id IN (r.id, r.reverses_id)
        JOIN finance.account a ON a.id = l.account_id
        WHERE r.reverses_id IS NOT NULL
        GROUP BY r.id, r.number, a.code HAVING sum(l.debit - l.credit) <> 0""",
    ),
    Invariant(
        "closed-period", "ledger", "Nothing was posted into a closed period",
        "Figures that were reported have changed since.",
        "SELECT count(*) FROM kernel.event WHERE name = 'finance.PeriodClosed'",
        """
        SELECT e.number AS what, p.fiscal_year || '/' || p.number AS expected, e.posted_on::text AS found
        FROM organization.posting_period p
        CROSS JOIN LATERAL (
            SELECT v.id, v.name FROM kernel.event v
            WHERE v.document_id = p.id AND v.name IN ('finance.PeriodClosed', 'finance.PeriodReopened')
            ORDER BY v.id DESC LIMIT 1) last
        JOIN finance.journal_entry e ON e.company_id = p.company_id
             AND e.posted_on BETWEEN p.first_day AND p.last_day AND e.id > last.id
        WHERE last.name = 'finance.PeriodClosed' AND p.general_state = 'closed'""",
    ),
    Invariant(
        "seal-chain", "ledger", "Every sealed entry is what it was when it was sealed",
        "Somebody changed, removed or slipped in an entry after it was sealed; from there on the ledger's history "
        "cannot be vouched for.",
        "SELECT count(*) FROM finance.journal_seal",
        """
        SELECT c.code || ' seal ' || s.seal_no AS what,
               'seal ' || (s.seal_no_before + 1) || ' of the entry as it was posted' AS expected,
               coalesce(e.number || ' as it stands now', 'no such entry') AS found
        FROM (SELECT company_id, seal_no, entry_id, hash,
                     lag(seal_no, 1, 0::bigint) OVER chain AS seal_no_before,
                     lag(hash, 1, ''::bytea) OVER chain AS hash_before
              FROM finance.journal_seal WINDOW chain AS (PARTITION BY company_id ORDER BY seal_no)) s
        JOIN organization.company c ON c.id = s.company_id
        LEFT JOIN finance.journal_entry e ON e.id = s.entry_id
        WHERE e.id IS NULL OR s.seal_no <> s.seal_no_before + 1
           OR s.hash <> sha256(s.hash_before || finance.entry_digest(e))""",
    ),
    Invariant(
        "roll-up", "ledger", "The roll-up of the ledger is the sum of the sealed entries",
        "Trial balance and statements read the roll-up: they show something else than the entries add up to.",
        "SELECT count(*) FROM finance.ledger_rollup",
        """
        SELECT a.code || ' ' || to_char(month, 'YYYY-MM') AS what,
               coalesce(s.balance, 0) AS expected, coalesce(r.balance, 0) AS found
        FROM (SELECT company_id, account_id, month, sum(debit) AS debit, sum(debit - credit) AS balance
              FROM finance.ledger_rollup GROUP BY 1, 2, 3) r
        FULL JOIN (SELECT l.company_id, l.account_id, date_trunc('month', l.posted_on)::date AS month,
                          sum(l.debit) AS debit, sum(l.debit - l.credit) AS balance
                   FROM finance.journal_line l JOIN finance.journal_seal j ON j.entry_id = l.entry_id
                   GROUP BY 1, 2, 3) s USING (company_id, account_id, month)
        JOIN finance.account a ON a.id = account_id
        WHERE coalesce(r.debit, 0) <> coalesce(s.debit, 0) OR coalesce(r.balance, 0) <> coalesce(s.balance, 0)""",
    ),
)
