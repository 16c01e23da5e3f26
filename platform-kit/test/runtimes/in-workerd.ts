import { spawn } from 'node:child_process'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const KIT = join(import.meta.dirname, '../..')
const DATE = '2026-01-01'
const CONTROL_FD = 3

/** Plays it in workerd, the runtime of Cloudflare's workers, on an address of this machine alone. */
export async function playInWorkerd(binary: string, given: object): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'platform-kit-workerd-'))
  try {
    const config = await writeWorker(folder)
    const args = ['serve', config, '--socket-addr=http=127.0.0.1:0', `--control-fd=${CONTROL_FD}`]
    const child = spawn(binary, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
    try {
      const port = await readPort(child.stdio[CONTROL_FD] as NodeJS.ReadableStream)
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(given) })
      return await response.json()
    } finally {
      child.kill()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** workerd takes modules that stand beside its configuration, each by name. */
async function writeWorker(folder: string): Promise<string> {
  const built = (await readdir(join(KIT, 'dist'))).filter((name) => name.endsWith('.js'))
  for (const name of built) await copyFile(join(KIT, 'dist', name), join(folder, name))
  await copyFile(join(KIT, 'test/play.js'), join(folder, 'play.js'))
  await copyFile(join(import.meta.dirname, 'worker.js'), join(folder, 'worker.js'))
  const modules = ['worker.js', 'play.js', ...built].map((name) => `(name = "${name}", esModule = embed "${name}")`)
  const config = join(folder, 'config.capnp')
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [${modules.join(', ')}], compatibilityDate = "${DATE}"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);`,
  )
  return config
}

async function readPort(control: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: control })) {
    const { event, port }: { event: string; port: number } = JSON.parse(line)
    if (event === 'listen') return port
  }
  throw new Error('workerd ended before it listened')
}
