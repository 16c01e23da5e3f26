import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { VARIABLES } from '../../src/app/cli/environment.ts'
import { readConfig } from '../../src/config.ts'
import { PACKAGE_VERSION } from '../../src/foundation/settings/package-paths.ts'
import { tempDir } from '../support/temp-dir.ts'
import { run, unlessInstalled } from './installed.ts'

const FOLDER = 'deploy/compose'
const FILE = join(FOLDER, 'compose.yaml')

interface Service {
  image: string
  user?: string
  command?: string[]
  environment?: Record<string, string>
  secrets?: string[]
  volumes?: string[]
  ports?: string[]
  networks: string[]
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  profiles?: string[]
  depends_on?: Record<string, { condition: string }>
}
interface Compose {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean }>
  volumes: Record<string, object>
  secrets: Record<string, { file: string }>
}

const read = (): Compose => parse(readFileSync(FILE, 'utf8'), { merge: true })
const ofDesk = ({ services }: Compose) =>
  Object.entries(services).filter(([, { image }]) => image.includes('/countersign:'))

test('every service of the compose file names what the file declares', () => {
  const { services, networks, volumes, secrets } = read()
  for (const [
    name,
    { secrets: used = [], volumes: mounted = [], networks: joined, depends_on: needed = {} },
  ] of Object.entries(services)) {
    for (const secret of used) assert.ok(secret in secrets, `${name}: ${secret}`)
    for (const network of joined) assert.ok(network in networks, `${name}: ${network}`)
    for (const [source = ''] of mounted.map((volume) => volume.split(':')))
      assert.ok(source in volumes || source.startsWith('.'), `${name}: ${source}`)
    for (const other of Object.keys(needed)) assert.ok(other in services, `${name}: ${other}`)
  }
})

test('the desk runs without rights, on a file system without writes', () => {
  const desk = ofDesk(read())
  assert.deepEqual(
    desk.map(([name]) => name),
    ['migrate', 'serve', 'work'],
  )
  for (const [name, service] of desk) {
    assert.deepEqual(
      [service.user, service.read_only, service.cap_drop, service.security_opt],
      ['4180:4180', true, ['ALL'], ['no-new-privileges:true']],
      name,
    )
    assert.equal(service.image, `localhost/countersign:${PACKAGE_VERSION}`)
  }
})

test('only the desk and Prometheus are published, on this machine alone', () => {
  const { services, networks } = read()
  const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`))
  assert.deepEqual(published, ['serve 127.0.0.1:4180:4180', 'prometheus 127.0.0.1:9090:9090'])
  assert.deepEqual([networks.inside?.internal, services.database?.networks], [true, ['inside']])
  assert.ok(!services.serve?.secrets?.includes('migrate-database-url'), 'the desk never has the rights of the owner')
})

test('the settings of the compose file pass as they are', (t) => {
  const known = new Set(VARIABLES.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])))
  const folder = join(tempDir(t), 'compose')
  assert.equal(run('cp', '-r', FOLDER, folder).status, 0)
  const made = run('bash', join(folder, 'make-secrets.sh'))
  assert.equal(made.status, 0, made.text)
  for (const [name, { environment = {}, secrets = [] }] of ofDesk(read())) {
    const env = Object.entries(environment).map(([variable, value]) => {
      assert.ok(known.has(variable), `${name}: ${variable}`)
      const [, secret] = /^\/run\/secrets\/(.*)$/.exec(value) ?? []
      if (secret !== undefined) assert.ok(secrets.includes(secret), `${name} does not mount ${secret}`)
      return [variable, secret === undefined ? fill(value) : join(folder, 'secrets', secret)]
    })
    assert.doesNotThrow(() => readConfig(Object.fromEntries(env)), name)
  }
  const once = readFileSync(join(folder, 'secrets/platform-secret'), 'utf8')
  run('bash', join(folder, 'make-secrets.sh'))
  assert.equal(readFileSync(join(folder, 'secrets/platform-secret'), 'utf8'), once, 'a second run keeps the secrets')
})

/** Fills in a variable as compose does: its default, or an address where one must be set. */
const fill = (value: string): string =>
  value.replace(/\$\{\w+:-([^}]*)\}/, '$1').replace(/\$\{\w+:\?[^}]*\}/, 'https://platform.example/countersign')

test('Prometheus scrapes the services of the compose file', () => {
  const { services } = read()
  const {
    scrape_configs: [scraped],
  } = parse(readFileSync('deploy/prometheus/prometheus.yaml', 'utf8'))
  const port = services.serve?.environment?.COUNTERSIGN_METRICS_PORT
  assert.deepEqual(scraped.static_configs[0].targets, [`serve:${port}`, `work:${port}`])
})

test('docker accepts the compose file', { skip: unlessInstalled('docker', 'docker-cli') }, () => {
  const { status, text } = run('docker', 'compose', '--file', FILE, 'config', '--quiet')
  assert.ok(status === 0 || text.includes('set the address of your platform'), text)
})
