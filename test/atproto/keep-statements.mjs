// Keeps every statement of better-sqlite3 until the process ends. Node 24 aborts when its garbage collector destroys one:
// the destructor removes a hook of an environment that is not entered then.
import Database from 'better-sqlite3'

const { prepare } = Database.prototype
const statements = []

Database.prototype.prepare = function keepStatement(...given) {
  const statement = prepare.apply(this, given)
  statements.push(statement)
  return statement
}
