import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { tempDir } from '../../test/support/temp-dir.ts'
import { joinSbom, listDebian } from './join-sbom.ts'
import { writeLayout } from './write-layout.ts'

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const settingsOf = (layers: readonly string[]) => ({
  ...{ layers, name: 'localhost/countersign:1.0.0', architecture: 'amd64', created: new Date(0), user: '4180:4180' },
  ...{ entrypoint: ['/usr/bin/node'], command: ['serve'], env: ['A=b'], workingDir: '/opt', labels: { title: 'desk' } },
})

test('an image layout names each blob by its hash, reproducibly', async (t) => {
  const dir = tempDir(t)
  const layers = ['one.tar', 'two.tar'].map((name, n) => {
    const file = join(dir, name)
    writeFileSync(file, Buffer.alloc(100_000, n + 1))
    return file
  })
  const [first, second] = [join(dir, 'a'), join(dir, 'b')]
  const digest = await writeLayout(settingsOf(layers), first)
  assert.equal(await writeLayout(settingsOf(layers), second), digest)

  const blob = (name: string) => readFileSync(join(first, 'blobs/sha256', name.replace('sha256:', '')))
  for (const name of readdirSync(join(first, 'blobs/sha256'))) assert.equal(sha256(blob(name)), `sha256:${name}`)
  const index = JSON.parse(readFileSync(join(first, 'index.json'), 'utf8'))
  assert.equal(index.manifests[0].digest, digest)
  const manifest = JSON.parse(blob(digest).toString())
  const config = JSON.parse(blob(manifest.config.digest).toString())
  assert.equal(manifest.layers.length, 2)
  for (const [n, layer] of manifest.layers.entries()) {
    assert.equal(layer.size, blob(layer.digest).length)
    assert.equal(config.rootfs.diff_ids[n], sha256(gunzipSync(blob(layer.digest))))
    assert.equal(config.rootfs.diff_ids[n], sha256(readFileSync(layers[n] ?? '')))
  }
  assert.deepEqual([config.config.User, config.config.Entrypoint], ['4180:4180', ['/usr/bin/node']])
})

const STATUS = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.41-12+deb13u4

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0
`

test('the bill of materials lists packages of npm and of Debian', () => {
  assert.deepEqual(listDebian(STATUS, 'trixie'), [
    {
      ...{ type: 'library', name: 'libc6', version: '2.41-12+deb13u4' },
      purl: 'pkg:deb/debian/libc6@2.41-12%2Bdeb13u4?arch=amd64&distro=trixie',
    },
  ])
  const npm = { metadata: { component: { name: 'folder' } }, serialNumber: 'x', components: [{ name: 'pino' }] }
  const joined = joinSbom(npm, STATUS, { release: 'trixie', created: new Date(0) }) as Record<string, unknown>
  assert.deepEqual(
    (joined.components as { name: string }[]).map(({ name }) => name),
    ['pino', 'libc6'],
  )
  assert.equal('serialNumber' in joined, false)
})
