import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { RunError } from '../real-run/run-error.ts'
import { makeFolder, type Node, writeFromTemplate } from './cluster.ts'
import { Daemon } from './daemon.ts'

const HERE = '127.0.0.1'
const LISTENS_WITHIN_MS = 10_000
const LOOK_MS = 50

/** One PgBouncer in front of each node. */
export interface Poolers {
  /** The ports, in the order of the nodes. */
  ports: readonly number[]
  stop(): Promise<void>
}

/** Starts the PgBouncer of `deploy/ha` in front of each node, for a role whose password is its name. */
export async function startPoolers(
  folder: string,
  command: string,
  nodes: readonly Node[],
  role: string,
): Promise<Poolers> {
  const ports: number[] = []
  const daemons: Daemon[] = []
  for (const node of nodes) {
    const [home, port] = [makeFolder(join(folder, `pooler-${node.name}`)), await findFreePort()]
    const [users, file] = [join(home, 'users.txt'), join(home, 'pgbouncer.ini')]
    writeFileSync(users, `"${role}" "${role}"\n`, { mode: 0o644 })
    writeFromTemplate('pgbouncer.ini', file, { address: HERE, databasePort: node.port, port, users })
    const daemon = new Daemon({ name: 'pgbouncer', command, args: [file], folder: home })
    daemon.start()
    ports.push(port)
    daemons.push(daemon)
  }
  for (const [place, port] of ports.entries()) await waitUntilListening(port, daemons[place])
  return { ports, stop: async () => void (await Promise.all(daemons.map((daemon) => daemon.stop()))) }
}

async function waitUntilListening(port: number, daemon: Daemon | undefined): Promise<void> {
  const untilMs = performance.now() + LISTENS_WITHIN_MS
  while (!(await isListening(port))) {
    daemon?.check()
    if (performance.now() > untilMs) throw new RunError('PgBouncer does not listen.')
    await pause(LOOK_MS)
  }
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, HERE)
    socket.once('error', () => resolve(false)).once('connect', () => resolve(true))
    socket.once('connect', () => socket.destroy())
  })
