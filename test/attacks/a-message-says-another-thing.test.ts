import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { prepareAgreement } from '../../src/admin/change/answer-change.ts'
import type { Change } from '../../src/admin/change/change-queries.ts'
import { SAYS_CHARS_MAX } from '../../src/admin/change/wanted.ts'
import { renderMessage } from '../../src/foundation/messages/render-message.ts'
import { message, type Message } from '../../src/foundation/messages/message.ts'
import { storeText } from '../../src/foundation/messages/stored-text.ts'
import { prepareSigning } from '../../src/people/signatures/prepare-signing.ts'
import { startChanging } from '../support/changes.ts'
import { givenPasskey } from '../support/people.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** A change that makes an administrator of a reviewer, and the text that an approver signs, in German. */
async function startProposed(t: TestContext) {
  const { desk, db, person, propose, plover } = await startChanging(t)
  const wren = await person(['reviewer'])
  const change = await propose({ kind: 'role', op: 'grant', staffId: wren.id, role: 'policy' })
  await givenPasskey(db, plover.id)
  const sign = async (id = change.id) => {
    const signable = await prepareAgreement(desk, { about: id, by: plover })
    const { core, asShown, text } = await prepareSigning(db, desk, {
      act: 'change_agree',
      by: plover,
      signable,
      language: 'de',
    })
    return { core: JSON.parse(core), asShown: JSON.parse(asShown), text }
  }
  return { db, wren, change, sign }
}

const granted = (who: string, name: string): Message =>
  message('described.person.grant', { who, right: 'role', name, has: { as: 'commas', list: ['reviewer'] } })

test('an approver signs the stored words of a change in their language', async (t) => {
  const { wren, change, sign } = await startProposed(t)
  const { core, asShown, text } = await sign()
  const german = renderMessage(granted(wren.pseudonym, 'policy'), 'de')
  assert.equal(change.says, renderMessage(granted(wren.pseudonym, 'policy')))
  assert.equal(asShown.says, german)
  assert.equal(asShown.text, text)
  assert.ok(text.split('\n').includes(german), text)
  assert.equal(core.says, hash(change.says))
  assert.equal(core.body, hash(change.body))
})

test('the application role can not change the message of a change', async (t) => {
  const { db, change } = await startProposed(t)
  await assert.rejects(db.query(sql`update desk_change set message = null where id = ${change.id}`), { code: '42501' })
  await assert.rejects(db.query(sql`update alert set message = null`), { code: '42501' })
})

test('a message of the stolen role changes nothing that an approver signs', async (t) => {
  const { db, wren, change, sign } = await startProposed(t)
  const before = await sign()
  const others = [
    granted(wren.pseudonym, 'auditor'),
    granted('heron', 'policy'),
    message('described.person.unseal', { who: wren.pseudonym }),
  ]
  for (const other of others) {
    const { message: stored } = storeText(other, SAYS_CHARS_MAX)
    const { id } = await db.only<Pick<Change, 'id'>>(sql`
      insert into desk_change (kind, body, says, message, direction, reason, proposed_by, moved_by)
      select kind, body, says, ${stored}::jsonb, direction, reason, proposed_by, moved_by from desk_change
      where id = ${change.id} returning id`)
    const { core, asShown, text } = await sign(id)
    assert.equal(asShown.says, change.says, 'the stored words, in English')
    assert.ok(text.split('\n').includes(change.says), text)
    assert.ok(!text.includes(renderMessage(other, 'de')))
    assert.deepEqual([core.says, core.body], [before.core.says, before.core.body])
  }
})
