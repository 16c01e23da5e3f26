#!/usr/bin/env node
// Runs on any Node from 20 on and hands over to the one the program needs: this one if it is new enough, else the one
// that npm ci put into node_modules.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24
const MAIN = new URL('../src/main.ts', import.meta.url)
const PINNED_NODE = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))

if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) await import(MAIN.href)
else if (existsSync(PINNED_NODE)) runPinned()
else refuse(`there is no ${PINNED_NODE}`)

/** Becomes the pinned Node as nearly as a process can: its input and output, its signals, its end. */
function runPinned() {
  const atTerminal = [0, 1, 2].some((stream) => isatty(stream))
  const child = spawn(PINNED_NODE, [fileURLToPath(MAIN), ...process.argv.slice(2)], { stdio: 'inherit' })
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
