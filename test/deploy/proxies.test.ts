import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { run, unlessInstalled } from './installed.ts'

const FOLDER = 'deploy/proxy'

/** Makes a certificate, and returns the folder with it. */
function makeCertificate(t: TestContext): string {
  const dir = tempDir(t)
  const [key, chain] = [join(dir, 'key.pem'), join(dir, 'fullchain.pem')]
  const made = run(
    ...(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const),
    ...['-subj', '/CN=desk.example', '-days', '1', '-keyout', key, '-out', chain],
  )
  assert.equal(made.status, 0, made.text)
  writeFileSync(join(dir, 'combined.pem'), readFileSync(chain, 'utf8') + readFileSync(key, 'utf8'))
  return dir
}

/** Writes an example with the certificates of this test. */
function prepare(t: TestContext, name: string, wrap = (text: string) => text): string {
  const dir = makeCertificate(t)
  const file = join(dir, name)
  writeFileSync(file, wrap(readFileSync(join(FOLDER, name), 'utf8').replaceAll('/etc/ssl/countersign', dir)))
  return file
}

const needed = (program: string, debianPackage: string) =>
  unlessInstalled(program, debianPackage) || unlessInstalled('openssl', 'openssl')

test('Caddy accepts its example', { skip: unlessInstalled('caddy', 'caddy') }, () => {
  const { status, text } = run('caddy', 'adapt', '--config', join(FOLDER, 'Caddyfile'), '--adapter', 'caddyfile')
  assert.equal(status, 0, text)
})

test('nginx accepts its example', { skip: needed('nginx', 'nginx-light') }, (t) => {
  const file = prepare(
    t,
    'nginx.conf',
    (text) => `pid ${tempDir(t)}/pid;\nevents {}\nhttp {\naccess_log off;\n${text}\n}\n`,
  )
  const { status, text } = run('nginx', '-t', '-q', '-e', 'stderr', '-c', file)
  // Without rights nginx reads the whole file and can only not bind to its port.
  assert.ok(status === 0 || /Permission denied/.test(text), text)
})

test('HAProxy accepts its example', { skip: needed('haproxy', 'haproxy') }, (t) => {
  const { status, text } = run('haproxy', '-c', '-f', prepare(t, 'haproxy.cfg'))
  assert.equal(status, 0, text)
})

test('every proxy replaces the address and the host that a caller states', () => {
  // Caddy does so by itself.
  assert.match(readFileSync(join(FOLDER, 'nginx.conf'), 'utf8'), /X-Forwarded-Host "";/)
  assert.match(readFileSync(join(FOLDER, 'haproxy.cfg'), 'utf8'), /del-header X-Forwarded-Host/)
  assert.match(readFileSync(join(FOLDER, 'nginx.conf'), 'utf8'), /X-Forwarded-For \$remote_addr;/)
  assert.match(readFileSync(join(FOLDER, 'haproxy.cfg'), 'utf8'), /set-header X-Forwarded-For %\[src\]/)
})
