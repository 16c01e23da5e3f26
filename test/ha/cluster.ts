import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ensureDatabaseUser, isRoot } from '../../src/foundation/store/embedded/database-user.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { RunError } from '../real-run/run-error.ts'
import { Daemon } from './daemon.ts'
import type { Programs } from './programs.ts'

const FILES = resolve(import.meta.dirname, '../../deploy/ha')
const GUIDE = resolve(import.meta.dirname, '../../docs/how-to/high-availability.md')
const DOCUMENTED_FILE = '/etc/patroni/countersign.yaml'
const HERE = '127.0.0.1'
const NODES = ['node-1', 'node-2', 'node-3'] as const
const HEALTHY_WITHIN_MS = 120_000
const LOOK_MS = 500
const ANSWERED_WITHIN_MS = 3_000
export const SUPERUSER_PASSWORD = 'superuser'

export interface Node {
  name: string
  port: number
  restPort: number
  folder: string
  patroni: Daemon
}

/** A member as Patroni's REST API lists it. */
interface Member {
  name: string
  role: 'leader' | 'replica' | 'sync_standby'
  state: string
}

/** Three machines, played by processes on this one: each has etcd, Patroni and PostgreSQL. */
export interface Cluster {
  nodes: readonly Node[]
  etcd: readonly Daemon[]
  /** Waits until one node leads and two follow. Returns the leader. */
  waitHealthy(): Promise<Node>
  findLeader(): Promise<Node | undefined>
  /** Runs the guide's command of patronictl with this word, for this leader. */
  control(word: 'switchover' | 'list', leader: Node): void
  stop(): Promise<void>
}

/** Writes a file of `deploy/ha`, with its names in braces replaced. */
export function writeFromTemplate(
  name: string,
  target: string,
  values: Readonly<Record<string, string | number>>,
): void {
  const text = readFileSync(join(FILES, name), 'utf8').replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    if (values[key] === undefined) throw new RunError(`${name} has {${key}}, which the run does not know.`)
    return String(values[key])
  })
  writeFileSync(target, text, { mode: 0o644 })
}

/** Makes a folder that the programs of the cluster may write. */
export function makeFolder(folder: string): string {
  mkdirSync(folder, { mode: 0o755 })
  if (isRoot()) {
    const { uid, gid } = ensureDatabaseUser()
    chownSync(folder, uid, gid)
  }
  return folder
}

export async function startCluster(folder: string, programs: Programs): Promise<Cluster> {
  const { members, clientUrls } = await planEtcd(folder, programs)
  const nodes = await Promise.all(NODES.map((name) => makeNode(name, folder, programs, clientUrls)))
  for (const daemon of [...members, ...nodes.map(({ patroni }) => patroni)]) daemon.start()
  const file = join(nodes[0]?.folder ?? folder, 'patroni.yaml')
  const listMembers = async (): Promise<Member[]> => {
    for (const { restPort } of nodes) {
      const members = await readMembers(restPort)
      if (members !== undefined) return members
    }
    return []
  }
  const findLeader = async () => {
    const name = (await listMembers()).find(({ role }) => role === 'leader')?.name
    return nodes.find((node) => node.name === name)
  }
  return {
    ...{ nodes, etcd: members, findLeader },
    waitHealthy: () => waitHealthy(nodes, listMembers),
    control: (word, leader) => {
      const args = readGuide(word).map((each) => each.replace(DOCUMENTED_FILE, file).replace('node-1', leader.name))
      const { status, stdout, stderr } = spawnSync(programs.patronictl, args, { encoding: 'utf8' })
      if (status !== 0) throw new RunError(`patronictl ${args.join(' ')}: ${stdout}${stderr}`)
    },
    stop: () => stopCluster(nodes, members),
  }
}

/** Reads the arguments of a command of patronictl from the guide. */
function readGuide(word: string): string[] {
  const line = readFileSync(GUIDE, 'utf8')
    .split('\n')
    .find((each) => each.startsWith('patronictl ') && each.split(' ').includes(word))
  if (line === undefined) throw new RunError(`The guide has no patronictl ${word}.`)
  return line.split(' ').slice(1)
}

async function planEtcd(folder: string, { etcd }: Programs) {
  const plans = []
  for (const [place] of NODES.entries())
    plans.push({ name: `etcd-${place + 1}`, client: await findFreePort(), peer: await findFreePort() })
  const urlOf = (port: number) => `http://${HERE}:${port}`
  const all = plans.map(({ name, peer }) => `${name}=${urlOf(peer)}`).join(',')
  const members = plans.map(({ name, client, peer }) => {
    const home = makeFolder(join(folder, name))
    const clients = [`--listen-client-urls=${urlOf(client)}`, `--advertise-client-urls=${urlOf(client)}`]
    const peers = [`--listen-peer-urls=${urlOf(peer)}`, `--initial-advertise-peer-urls=${urlOf(peer)}`]
    const cluster = [`--initial-cluster=${all}`, '--initial-cluster-state=new', '--log-level=warn']
    const args = [`--name=${name}`, `--data-dir=${home}/data`, ...clients, ...peers, ...cluster]
    return new Daemon({ name, command: etcd, args, folder: home })
  })
  return { members, clientUrls: plans.map(({ client }) => `${HERE}:${client}`).join(',') }
}

async function makeNode(name: string, parent: string, programs: Programs, etcdHosts: string): Promise<Node> {
  const folder = makeFolder(join(parent, name))
  const [port, restPort] = [await findFreePort(), await findFreePort()]
  const file = join(folder, 'patroni.yaml')
  writeFromTemplate('patroni.yaml', file, {
    ...{ node: name, address: HERE, network: `${HERE}/32`, port, restPort, etcdHosts, folder },
    ...{ programs: programs.postgres, superuserPassword: SUPERUSER_PASSWORD, replicationPassword: 'replicator' },
  })
  return {
    name,
    port,
    restPort,
    folder,
    patroni: new Daemon({ name, command: programs.patroni, args: [file], folder }),
  }
}

async function readMembers(restPort: number): Promise<Member[] | undefined> {
  try {
    const response = await fetch(`http://${HERE}:${restPort}/cluster`, {
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    })
    return ((await response.json()) as { members: Member[] }).members
  } catch {
    return undefined
  }
}

async function waitHealthy(nodes: readonly Node[], listMembers: () => Promise<Member[]>): Promise<Node> {
  const untilMs = performance.now() + HEALTHY_WITHIN_MS
  for (;;) {
    const members = await listMembers()
    const leader = members.find(({ role, state }) => role === 'leader' && state === 'running')
    const following = members.filter(({ role, state }) => role !== 'leader' && state === 'streaming')
    const isSynchronous = members.some(({ role }) => role === 'sync_standby')
    const node = nodes.find(({ name }) => name === leader?.name)
    if (node && following.length === nodes.length - 1 && isSynchronous) return node
    for (const { patroni } of nodes) patroni.check()
    if (performance.now() > untilMs) throw new RunError(`The cluster is not healthy: ${JSON.stringify(members)}`)
    await pause(LOOK_MS)
  }
}

/** Ends PostgreSQL of a node as a power failure does. */
export function killPostgres({ folder }: Node): void {
  const [line = ''] = readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(line), 'SIGKILL')
}

async function stopCluster(nodes: readonly Node[], etcd: readonly Daemon[]): Promise<void> {
  await Promise.all(nodes.map(({ patroni }) => patroni.kill()))
  for (const node of nodes) {
    try {
      killPostgres(node)
    } catch {
      // It does not run any more.
    }
  }
  await Promise.all(etcd.map((each) => each.kill()))
}
