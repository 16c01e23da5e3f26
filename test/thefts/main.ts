// npm run thefts: plays each theft against a real desk and a real platform, and says what the platform answered.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { listClaims, type Theft } from './claims.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'countersign-thefts-'))
const file = join(folder, 'played.json')
const { status, stdout } = spawnSync(process.execPath, ['test/support/run.ts', 'test/journeys/thefts.test.ts'], {
  cwd: ROOT,
  env: { ...process.env, THEFTS_FILE: file },
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
const played: Theft[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
rmSync(folder, { recursive: true })

const saying = ({ stolen, tried }: Theft) => `${stolen} | ${tried}`
const claims = listClaims()
let wrong = 0
for (const claim of claims) {
  const found = played.find((theft) => saying(theft) === saying(claim))
  const isSo = found?.answer === claim.answer
  if (!isSo) wrong++
  console.log(`${isSo ? 'as said' : 'NOT SO '}  ${saying(claim)} | ${found?.answer ?? 'not played'}`)
}
for (const theft of played) {
  if (claims.some((claim) => saying(claim) === saying(theft))) continue
  wrong++
  console.log(`UNSAID   ${saying(theft)} | ${theft.answer}`)
}
console.log(`${claims.length} thefts, ${wrong} not as SECURITY.md says.`)
if (wrong > 0 || status !== 0) {
  if (wrong === 0) console.log(stdout)
  process.exitCode = 1
}
