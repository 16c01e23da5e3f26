import sql, { raw, type Sql } from 'sql-template-tag'

/**
 * Returns the number of cases, their median age and the 95th percentile in hours by `n` and `g`, from rows with `n`, `g`,
 * `age` in minutes and `cases`, which is negative where cases of other groups are taken out.
 */
export const percentilesOf = (rows: Sql, names: { total: string; half: string; most: string }): Sql => {
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
