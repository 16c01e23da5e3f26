import { parse } from 'libpg-query'

/** One node of PostgreSQL's parse tree: an object whose keys are node types or fields. */
type Node = { readonly [field: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const nodeOf = (value: unknown): Node => (isNode(value) ? value : {})
const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : [])

/** These statements belong in `db/schema`, whose files are replaced as a whole. */
const REPEATABLE: Record<string, string> = {
  CreateFunctionStmt: 'a function belongs in db/schema',
  CreateTrigStmt: 'a trigger belongs in db/schema',
  GrantStmt: 'a grant belongs in db/schema',
}

/**
 * Lists what a migration would do to a desk at work: locks held while a table is read or rewritten, and losses that an
 * older program beside it would notice. Tables that the migration itself creates are empty, so anything may happen to them.
 */
export async function lintMigration(text: string): Promise<string[]> {
  const tree = nodeOf(await parse(text))
  const statements = nodesOf(tree.stmts).map(({ stmt }) => nodeOf(stmt))
  const created = new Set(statements.map((statement) => tableOf(statement.CreateStmt)))
  return statements.flatMap((statement) =>
    Object.entries(statement).flatMap(([type, value]) => lintStatement(type, nodeOf(value), created)),
  )
}

const tableOf = (statement: unknown): string => String(nodeOf(nodeOf(statement).relation).relname ?? '')

function lintStatement(type: string, statement: Node, created: ReadonlySet<string>): string[] {
  const repeatable = REPEATABLE[type]
  if (repeatable) return [repeatable]
  const table = tableOf(statement)
  if (type === 'DropStmt') return ['what is dropped was last used by the release before: say so with the statement']
  if (created.has(table)) return []
  if (type === 'IndexStmt' && !statement.concurrent)
    return [`an index of ${table} is built without "concurrently": writes wait meanwhile`]
  if (type === 'RenameStmt') return [`${table} is renamed: an older program beside this one fails`]
  if (type !== 'AlterTableStmt') return []
  return nodesOf(statement.cmds).flatMap((command) => lintAlteration(table, nodeOf(command.AlterTableCmd)))
}

function lintAlteration(table: string, command: Node): string[] {
  const definition = nodeOf(command.def)
  switch (command.subtype) {
    case 'AT_AddColumn':
      return lintColumn(table, nodeOf(definition.ColumnDef))
    case 'AT_AddConstraint':
      return nodeOf(definition.Constraint).skip_validation
        ? []
        : [`a constraint of ${table} is added without "not valid": writes wait while all rows are read`]
    case 'AT_AlterColumnType':
      return [`a column of ${table} gets another type: the table is rewritten under an exclusive lock`]
    case 'AT_DropColumn':
      return [`a column of ${table} is dropped: it was last used by the release before: say so with the statement`]
    case 'AT_SetNotNull':
      return [`a column of ${table} becomes "not null": writes wait while all rows are read`]
    default:
      return []
  }
}

function lintColumn(table: string, column: Node): string[] {
  const types = nodesOf(column.constraints).map((one) => nodeOf(one.Constraint).contype)
  if (types.includes('CONSTR_NOTNULL') && !types.includes('CONSTR_DEFAULT'))
    return [`column ${String(column.colname)} of ${table} is "not null" without a default: existing rows have no value`]
  if (types.includes('CONSTR_CHECK'))
    return [`column ${String(column.colname)} of ${table} is added with a check: writes wait while all rows are read`]
  return []
}

/** Lists the functions that a file creates, and over how many lines each goes. */
export async function listFunctions(text: string): Promise<{ name: string; lines: number }[]> {
  const bytes = Buffer.from(text)
  const tree = nodeOf(await parse(text))
  return nodesOf(tree.stmts).flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    const created = nodeOf(nodeOf(stmt).CreateFunctionStmt)
    if (created.funcname === undefined) return []
    const source = bytes.subarray(Number(from), Number(from) + Number(length)).toString()
    const name = nodesOf(created.funcname).map((part) => String(nodeOf(part.String).sval))
    return [{ name: name.join('.'), lines: source.slice(source.search(/^create/m)).split('\n').length }]
  })
}
