/** Joins the rows that stages register under names. A name that two stages register prevents the start. */
export function joinTables<Row>(what: string, tables: readonly Readonly<Record<string, Row>>[]): Record<string, Row> {
  const rows = tables.flatMap((table) => Object.entries(table))
  const names = rows.map(([name]) => name)
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  if (twice.length > 0) throw new Error(`two stages register the ${what} ${twice.join(', ')}: only one may`)
  return Object.fromEntries(rows)
}

/** Joins a table that has a row for every existing name. A name that no stage registers prevents the start. */
export function completeTable<Name extends string, Row>(
  what: string,
  names: readonly Name[],
  tables: readonly Readonly<Partial<Record<Name, Row>>>[],
): Record<Name, Row> {
  const joined = joinTables(what, tables as readonly Readonly<Record<string, Row>>[])
  const missing = names.filter((name) => joined[name] === undefined)
  if (missing.length > 0) throw new Error(`no stage registers the ${what} ${missing.join(', ')}`)
  return joined as Record<Name, Row>
}
