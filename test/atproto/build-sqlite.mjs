// Builds better-sqlite3 from its source, with the headers of the Node that runs this. Without a compiler nothing is
// built, and the tests say that they are skipped.
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const packages = join(import.meta.dirname, 'node_modules')
const folder = join(packages, 'better-sqlite3')
const built = join(folder, 'build/Release/better_sqlite3.node')
const installed = dirname(dirname(realpathSync(process.execPath)))
/** The npm package `node` links its program out of a package of its platform, which has the headers. */
const ofPlatform = join(installed, `node_modules/node-${process.platform}-${process.arch}`)
const headers = [installed, ofPlatform].find((each) => existsSync(join(each, 'include/node/node.h')))

/** One that was built for another Node does not load. */
const loads = () => spawnSync(process.execPath, ['-p', `process.dlopen({ exports: {} }, ${JSON.stringify(built)})`])

if (existsSync(built) && loads().status === 0) process.exit(0)
if (['make', 'c++', 'python3'].some((tool) => spawnSync(tool, ['--version']).status !== 0)) {
  process.stdout.write('better-sqlite3 is not built: make, c++ and python3 are needed.\n')
  process.exit(0)
}
// npm passes its own settings on, and node-gyp prefers them to its arguments: this one has precedence over both.
const env = { ...process.env, ...(headers !== undefined && { npm_package_config_node_gyp_nodedir: headers }) }
const args = [join(packages, 'node-gyp/bin/node-gyp.js'), 'rebuild', '--release', '--silent']
const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit', env })
if (status === 0 && loads().status !== 0) {
  process.stderr.write(`better-sqlite3 was built, and does not load:\n${loads().stderr}`)
  process.exit(1)
}
process.exit(status ?? 1)
