/** SQLSTATE read_only_sql_transaction: the server is a standby, or an operator made it read-only. */
export const READ_ONLY = '25006'

/** A server of the database takes no writes, so the desk does not use it. */
export class ReadOnlyError extends Error {
  override readonly name = 'ReadOnlyError'
  readonly code = READ_ONLY

  constructor() {
    super('the server takes no writes')
  }
}
