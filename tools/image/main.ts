import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { joinSbom } from './join-sbom.ts'
import { writeLayout } from './write-layout.ts'

/** Steps of deploy/image/build.sh: the bill of materials, and the layout of the image. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { release: { type: 'string' }, version: { type: 'string' }, created: { type: 'string' } },
})
const [step, ...files] = positionals
const { release = '', version = '' } = values
const created = new Date(Number(values.created) * 1_000)

if (step === 'sbom') {
  const [npm = '', status = '', to = ''] = files
  const bom = joinSbom(JSON.parse(readFileSync(npm, 'utf8')), readFileSync(status, 'utf8'), { release, created })
  writeFileSync(to, `${JSON.stringify(bom, undefined, 2)}\n`)
} else if (step === 'layout') {
  const [to = '', ...layers] = files
  const digest = await writeLayout(
    {
      layers,
      name: `localhost/countersign:${version}`,
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      created,
      user: '4180:4180',
      entrypoint: ['/usr/bin/node', '/opt/countersign/bin/countersign.js'],
      command: ['serve'],
      env: ['PATH=/usr/bin:/bin', 'NODE_ENV=production', 'COUNTERSIGN_DATA=/var/lib/countersign'],
      workingDir: '/opt/countersign',
      labels: {
        'org.opencontainers.image.title': 'countersign',
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.licenses': 'Apache-2.0',
      },
    },
    to,
  )
  console.log(digest)
} else {
  console.error('usage: main.ts sbom NPM STATUS TO | layout TO LAYER …')
  process.exitCode = 2
}
