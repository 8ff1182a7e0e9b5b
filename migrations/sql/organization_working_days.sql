-- The first day, from the given one on, that is a working day of the company. A year without any stays as given.
CREATE FUNCTION organization.next_working_day(of_company uuid, wanted date) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(
        (SELECT wanted + n FROM organization.company c, generate_series(0, 366) AS n
         WHERE c.id = of_company AND extract(isodow FROM wanted + n)::smallint = ANY (c.working_weekdays)
           AND NOT EXISTS (SELECT FROM organization.holiday h WHERE h.company_id = of_company AND h.day = wanted + n)
         ORDER BY n LIMIT 1),
        wanted)
$$;
