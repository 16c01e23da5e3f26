import sql, { raw, type Sql } from 'sql-template-tag'

interface Names {
  total: string
  half: string
  most: string
}

/**
 * Returns the number of cases, their median age and the 95th percentile in hours by `n` and `g`, from rows with `n`, `g`,
 * `age` in minutes and `cases`, which is negative where cases of other groups are taken out. Twin of age_of_share in SQL.
 */
export const percentilesOf = (rows: Sql, names: Names): Sql => {
  const youngestOf = (share: string, name: string) =>
    raw(`(max(age) filter (
    where younger < total * ${share} and younger + cases >= total * ${share}) / 60.0)::float8 as ${name}`)
  return sql`
    select n, g, max(total) as ${raw(names.total)}, ${youngestOf('0.5', names.half)}, ${youngestOf('0.95', names.most)}
    from (
      select n, g, age, cases, sum(cases) over (partition by n, g) as total,
        sum(cases) over (partition by n, g order by age) - cases as younger
      from (select n, g, age, sum(cases) as cases from (${rows}) each_age group by n, g, age) alike
      where cases > 0) ranked
    group by n, g`
}

/**
 * Returns the same from cells with their own percentiles, for periods whose lists of ages would take too long. A group of
 * several cells, which all the others together are, has the number of its cases alone.
 */
export const storedPercentiles = (cells: Sql, names: Names): Sql => sql`
  select n, g, sum(sign * cases) as ${raw(names.total)},
    (case when count(*) = 1 then max(age_half) end / 60.0)::float8 as ${raw(names.half)},
    (case when count(*) = 1 then max(age_most) end / 60.0)::float8 as ${raw(names.most)}
  from (${cells}) cell group by n, g`
