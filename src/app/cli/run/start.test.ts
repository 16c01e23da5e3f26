import assert from 'node:assert/strict'
import { test } from 'node:test'
import { warnOfEmbedded } from './start.ts'

test('"start" warns that the embedded PostgreSQL is for trials', () => {
  const [warning = '', ...more] = warnOfEmbedded({ demo: false, databaseUrl: undefined })
  assert.match(warning, /is for trials.*OpenSSL 1\.1\.1.*DATABASE_URL/)
  assert.deepEqual(more, [])
  assert.deepEqual(warnOfEmbedded({ demo: true, databaseUrl: undefined }), [])
  assert.deepEqual(warnOfEmbedded({ demo: false, databaseUrl: 'postgres://desk@db.example/desk' }), [])
})
