// npm run dev [-- --data FOLDER]   the desk, started again at each change of its code, and the console by Vite
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const ROOT = resolve(import.meta.dirname, '../..')
/** The same ports stand in console/vite.config.ts. */
const CONSOLE_ORIGIN = 'http://localhost:4182'
const API_PORT = '4184'
/** A folder beside the data of npm start, which another version may have written. */
const DATA = 'data/dev'
const VITE = resolve(ROOT, 'node_modules/vite/bin/vite.js')
const FORWARDED = ['SIGINT', 'SIGTERM'] as const
const ENDS_WITHIN_MS = 30_000

const desk = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', 'src/main.ts', 'start', '--port', API_PORT, '--data', DATA].concat(
    process.argv.slice(2),
  ),
  // Browsers know the desk by the console's address, where passkeys and sessions are good.
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, COUNTERSIGN_ORIGIN: CONSOLE_ORIGIN } },
)
const vite = spawn(process.execPath, [VITE, '--clearScreen', 'false'], {
  cwd: resolve(ROOT, 'console'),
  stdio: ['ignore', 'inherit', 'inherit'],
})
const parts: readonly ChildProcess[] = [desk, vite]
const ended = parts.map((part) => once(part, 'exit'))
const stopAll = (signal: NodeJS.Signals) => {
  for (const part of parts) part.kill(signal)
}
// Ctrl-C in a terminal also reaches the parts directly: a second signal changes nothing.
for (const signal of FORWARDED) process.on(signal, () => stopAll(signal))
await Promise.race(ended)
stopAll('SIGTERM')
await Promise.race([Promise.all(ended), pause(ENDS_WITHIN_MS, undefined, { ref: false })])
