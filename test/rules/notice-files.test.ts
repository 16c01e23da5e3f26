import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { CATEGORIES } from '../../src/foundation/domain.ts'
import { KIND_RULES, NOTICE_KINDS } from '../../src/review/public/notices/notice-kinds.ts'
import { freshDatabase } from '../support/fresh-database.ts'

const LETTERS = 'ABCDEFGHJKLMNPQRS'

test('SQL stores no file of exactly the kinds that take none', async (t) => {
  const { pool } = await freshDatabase(t)
  const refused: string[] = []
  for (const [at, kind] of NOTICE_KINDS.entries()) {
    const id = await pool.onlyValue<string>(sql`
      insert into notice (reference, form, body_hash, kind, subject, address, language, reason, signed)
      values (${`22222-2222${LETTERS[at]}`}, ${Buffer.alloc(16, at + 1)}, sha256(''), ${kind},
        'content:post-1', 'https://harbour.example/posts/post-1', 'en', 'Fraud.', false)
      returning id`)
    await pool
      .query(sql`insert into notice_file (notice_id, place, media_type, bytes) values (${id}, 0, 'image/png', 'x')`)
      .catch(() => refused.push(kind))
  }
  assert.deepEqual(
    refused,
    NOTICE_KINDS.filter((kind) => KIND_RULES[kind].takesHashOnly),
  )
})

test('an appeal takes files of the same categories as a notice', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  await ownerPool.query(`
    alter table statement drop constraint statement_enforcement_id_fkey;
    alter table statement_content disable trigger user`)
  const refused: string[] = []
  for (const category of CATEGORIES) {
    await ownerPool.query(
      `insert into statement (id, kind, enforcement_id, subject) values ('${category}', 'restriction', '${category}', 'content:post-1');
      insert into statement_content (statement_id, facts, texts, redress, hash, policies_hash, notices_hash)
        values ('${category}', '{"category": "${category}"}', '[]', '[]', sha256('1'), sha256('1'), sha256('1'))`,
    )
    const takes = await pool.onlyValue<boolean>(sql`select appeal_takes_files(${category}, null)`)
    if (!takes) refused.push(category)
  }
  const hashOnly = Object.values(KIND_RULES).filter(({ takesHashOnly }) => takesHashOnly)
  assert.deepEqual(refused.sort(), hashOnly.map(({ category }) => category).sort())
})
