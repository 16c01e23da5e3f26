import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { claimJobs } from '../../src/foundation/jobs.ts'
import { spreadAlert } from '../../src/oversight/notifications/spread-alert.ts'
import { hasSecondChannel } from '../../src/people/passkeys/enrolment-alerts.ts'
import { givenPasskey } from '../support/people.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { ALERT_KINDS } from '../../src/app/alert-kinds.ts'

const CLAIMED_MAX = 100

test('adding a passkey is announced to its person by another channel', async (t) => {
  const office = await startDeskBeforeOpening(t)
  const { db, desk, person, plover, crane } = office
  const [admin, wren, rook] = [await person(['admin']), await person(['reviewer']), await person(['reviewer'])]
  const { credentialId } = await givenPasskey(db, wren.id)
  await givenPasskey(db, wren.id)
  await office.open()
  const invite = () => office.post(admin, '/v1/invitations', { staffId: wren.id })
  const unseen = await invite()
  assert.deepEqual(
    [unseen.status, unseen.body.announced],
    [201, false],
    'the administrator is told that nothing announces it',
  )
  assert.equal(await hasSecondChannel(db), false)

  const addChannel = async ({ id }: { id: string }) =>
    (
      await db.query<{ id: string }>(sql`
        insert into channel (kind, name, staff_id, takes, address, shows) values ('mail', 'mine', ${id}, 'calls', 'x', 'x') returning id`)
    ).rows[0]?.id ?? ''
  const [theirs, leads, others] = [await addChannel(wren), await addChannel(plover), await addChannel(rook)]
  assert.equal(await hasSecondChannel(db), true)
  const announced = async (channelId: string) => {
    for (const job of await claimJobs(db, 'notice', CLAIMED_MAX))
      if (job.kind === 'alert') await spreadAlert(desk, job, ALERT_KINDS)
    const { rows } = await db.query<{ why: string }>(sql`
      select why from delivery join alert on alert.id = alert_id where channel_id = ${channelId} and alert.kind = 'enrolment' order by alert.id`)
    return rows.map(({ why }) => why)
  }
  const seen = await invite()
  assert.equal(seen.body.announced, true)
  const secret = String(seen.body.link).split('#')[1] ?? ''
  const removal = { kind: 'passkey_removal', staffId: wren.id, credentialId } as const
  const change = await office.propose(removal, crane)
  await office.agree(change)
  for (const channelId of [theirs, leads]) {
    const told = await announced(channelId)
    const [link, asked, done] = told.slice(-3)
    assert.match(link ?? '', /A link with which .* enrols a passkey was made/)
    assert.match(asked ?? '', /proposed a change/)
    assert.match(done ?? '', /^Agreed to \(chg_\d+\)/)
    assert.ok(!JSON.stringify(told).includes(secret), 'no channel carries the link')
  }
  assert.deepEqual(await announced(others), [], 'nobody else is told')
})
