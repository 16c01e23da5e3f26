import { SERVICE_DID } from '../../../test/support/atproto.ts'
import { ROSA_POST, startPds } from '../../../test/support/atproto-pds.ts'
import { testConnector } from '../../../test/support/connector-conformance.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { openLabeling } from '../../../test/support/labels.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
import { type Subject, UNTOUCHED } from '../../foundation/domain.ts'

const SUBJECT: Subject = { kind: 'content', id: ROSA_POST }

testConnector('labeler', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  await givenPlatform(pool, 'bluesky')
  const labeler = {
    ...{ platform: 'bluesky', did: SERVICE_DID, keyId: 'key_1', plc: 'http://127.0.0.1:9', allowPrivate: [] },
    signingKey: 'a1'.repeat(32),
  }
  const connector = openLabeling(await startPds(t), labeler, pool)
  // The enforcement that each label needs is tested in publish-labels.test.ts. Here every label is ordered.
  await ownerPool.query(`create or replace function list_ordered_labels(on_subject text)
    returns table (val text, exp timestamptz) language sql stable as $$
    select 'hide', null::timestamptz from subject_state where subject = on_subject and generation % 2 = 1 $$`)
  const subject = `content:bluesky~${SUBJECT.id}`
  /** The desk raises the generation of a subject before it sends an instruction. */
  const apply: Connector['apply'] = async (instruction, grounds) => {
    await ownerPool.query(
      `insert into subject_state (subject, generation) values ($1, $2)
       on conflict (subject) do update set generation = greatest(subject_state.generation, excluded.generation)`,
      [subject, instruction.generation],
    )
    return connector.apply(instruction, grounds)
  }
  return {
    connector: { ...connector, apply },
    subject: SUBJECT,
    missing: { kind: 'account', id: 'nobody' },
    offline: { ...UNTOUCHED, visible: false },
    isShown: async () => {
      const { rows } = await ownerPool.query(`select neg from label order by seq desc limit 1`)
      return rows[0]?.neg !== false
    },
    // Labels are rows of the desk's own database: no call is lost, late or doubled on the way to another machine.
    fail: async () => undefined,
  }
})
