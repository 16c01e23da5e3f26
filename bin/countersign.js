#!/usr/bin/env node
// Runs on any Node from 20 on and hands over to the one the program needs: this one if it is new enough, else the one
// that npm ci put into node_modules.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { isatty } from 'node:tty'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NODE_MAJOR_MIN = 24
const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = `${PACKAGE}dist/sources.json`
const PINNED_NODE = `${PACKAGE}node_modules/node/bin/node`

const main = `${PACKAGE}${isBundleCurrent() ? 'dist/src/main.js' : 'src/main.ts'}`
if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) await import(pathToFileURL(main).href)
else if (existsSync(PINNED_NODE)) runPinned()
else refuse(`there is no ${PINNED_NODE}`)

/** False when a file that the bundle was made of has another size now or is newer: the source runs instead. */
function isBundleCurrent() {
  try {
    const bundledMs = statSync(SOURCES).mtimeMs
    return Object.entries(JSON.parse(readFileSync(SOURCES, 'utf8'))).every(([file, bundledSize]) => {
      const source = statSync(PACKAGE + file, { throwIfNoEntry: false })
      // A program without a file that it had is another one in the files that loaded it. An image has no tools.
      return source === undefined || (source.size === bundledSize && source.mtimeMs <= bundledMs)
    })
  } catch {
    return false
  }
}

/** Becomes the pinned Node as nearly as a process can: its input and output, its signals, its end. */
function runPinned() {
  const atTerminal = [0, 1, 2].some((stream) => isatty(stream))
  const child = spawn(PINNED_NODE, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of forwarded) {
    process.on(signal, () => {
      // A terminal gives Ctrl-C to both of us; passed on as well it would look like a second, impatient one.
      if (signal !== 'SIGINT' || !atTerminal) child.kill(signal)
    })
  }
  child.once('error', (error) => refuse(error.message))
  child.once('exit', (code, signal) => {
    for (const name of forwarded) process.removeAllListeners(name)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

function refuse(reason) {
  console.error(
    `Countersign needs Node ${NODE_MAJOR_MIN} and this is ${process.versions.node}: run npm ci (${reason}).`,
  )
  process.exitCode = 1
}
