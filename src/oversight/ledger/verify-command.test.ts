import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startTampering } from '../../../test/support/tamper.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { DeskError } from '../../foundation/errors.ts'
import { formatCheckpoint, readCheckpoint } from '../../ledger/checkpoint.ts'
import type { VerifyProgress } from './verify.ts'
import { verifyCommand } from './verify-command.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

test('verify counts and names rows that differ from the ledger', async (t) => {
  const { test: lived, tamper } = await startTampering(t)
  const { db } = lived.desk
  const run = async (from?: string) => {
    const lines: string[] = []
    const { problemCount } = await verifyCommand(db, {
      checks: LEDGER_CHECKS,
      print: (line) => lines.push(line),
      ...(from === undefined ? {} : { from }),
    })
    return { problemCount, text: lines.join('\n') }
  }
  const checkpoint = formatCheckpoint((await readCheckpoint(db)) ?? { number: 0, chain: '' })

  const well = await run()
  assert.equal(well.problemCount, 0)
  assert.match(well.text, /Every record matches the ledger\./)
  assert.match(well.text, /Without a checkpoint from outside/)
  assert.ok(well.text.includes(`Checkpoint: ${checkpoint.split(' ').slice(0, 3).join(' ')}`))

  assert.equal((await run(checkpoint)).problemCount, 0)
  const file = join(tempDir(t), 'heads.txt')
  writeFileSync(file, `${checkpoint}\n${checkpoint.slice(0, 30)}\n${checkpoint}\n`)
  const filed = await run(file)
  assert.equal(filed.problemCount, 0)
  assert.match(filed.text, /Passed over in .*: line 2\./)
  assert.match(filed.text, /2 checkpoints from outside/)

  await assert.rejects(
    run('no-such-file'),
    (error) => error instanceof DeskError && /Nothing was verified/.test(error.message),
  )
  writeFileSync(file, 'nothing\n')
  await assert.rejects(run(file), (error) => error instanceof DeskError && /There is no checkpoint/.test(error.message))

  const [id] = await tamper(`update decision set rationale = 'Another.' returning id`)
  const tampered = await run()
  assert.equal(tampered.problemCount, 1)
  assert.match(tampered.text, new RegExp(`^decision ${id}: changed\\. `, 'm'))
  assert.match(tampered.text, /NOT as it was recorded: 1 problem\./)
})

test('verify lists the first problems and counts the rest', async (t) => {
  const { test: lived, tamper } = await startTampering(t)
  await tamper(`insert into api_key (id, name, scopes, secret_hash)
    select 'x-' || number, 'made', '{report}', sha256(number::text::bytea) from generate_series(1, 1200) number`)
  const lines: string[] = []
  const { problemCount } = await verifyCommand(lived.desk.db, {
    checks: LEDGER_CHECKS,
    print: (line) => lines.push(line),
  })
  assert.equal(problemCount, 1_200)
  assert.ok(lines.includes('And 200 more.'))
  assert.ok(lines.some((line) => line.includes('1,200 problems')))
})

test('verify prints its progress', async (t) => {
  const { test: lived } = await startTampering(t)
  const told: VerifyProgress[] = []
  await verifyCommand(lived.desk.db, {
    checks: LEDGER_CHECKS,
    print: () => {},
    onProgress: (progress) => told.push(progress),
  })
  assert.equal(told[0]?.what, 'entries')
  assert.equal(told[0]?.done, told[0]?.total)
  assert.equal(told.at(-1)?.what, 'tables')
  assert.equal(told.at(-1)?.done, told.at(-1)?.total)
})
