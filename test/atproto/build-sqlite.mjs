// Builds better-sqlite3 from its source, with the headers of the Node that runs this. Without a compiler nothing is
// built, and the tests say that they are skipped.
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const packages = join(import.meta.dirname, 'node_modules')
const folder = join(packages, 'better-sqlite3')
const headers = dirname(dirname(realpathSync(process.execPath)))

if (existsSync(join(folder, 'build/Release/better_sqlite3.node'))) process.exit(0)
if (['make', 'c++', 'python3'].some((tool) => spawnSync(tool, ['--version']).status !== 0)) {
  process.stdout.write('better-sqlite3 is not built: make, c++ and python3 are needed.\n')
  process.exit(0)
}
const args = [join(packages, 'node-gyp/bin/node-gyp.js'), 'rebuild', '--release', '--silent', `--nodedir=${headers}`]
process.exit(spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit' }).status ?? 1)
