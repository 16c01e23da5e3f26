import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { PACKAGE_DIR } from './foundation/settings/package-paths.ts'

// Beside the packages, whose owner alone may write there: what is kept there runs as the program.
enableCompileCache(join(PACKAGE_DIR, 'node_modules/.cache/compiled'))
// Only what is loaded from here on is kept.
const { runProgram } = await import('./app/cli/program.ts')

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  // At its end it would delay the end, which an orchestrator gives little time.
  loaded: flushCompileCache,
  print: (line) => console.log(line),
  write: (text) =>
    new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve()))),
  printError: (line) => console.error(line),
  ...(process.stdout.isTTY ? { terminal: (line: string) => console.log(line) } : {}),
})
