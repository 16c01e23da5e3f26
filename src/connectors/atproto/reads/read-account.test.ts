import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answers, startXrpc } from '../../../../test/support/xrpc-server.ts'
import { ATPROTO } from '../atproto-kind.ts'

const DID = `did:plc:${'r'.repeat(24)}`
const ROSA = { kind: 'account', id: DID } as const
const PROFILE = { did: DID, handle: 'rosa.test', displayName: 'Rosa', followersCount: 12 }

/** An account that the AppView shows by one name while another stands at its PDS. */
function answersOf(shown: object | undefined, asked: string[]): Answers {
  return {
    'app.bsky.actor.getProfile': () => {
      asked.push('view')
      return shown === undefined ? { status: 400, body: { error: 'AccountTakedown' } } : { body: shown }
    },
    'com.atproto.repo.getRecord': () => {
      asked.push('record')
      return {
        body: {
          uri: `at://${DID}/app.bsky.actor.profile/self`,
          cid: 'bafyreic24mxs7crvyles7',
          value: { displayName: 'Rosa at home' },
        },
      }
    },
    'com.atproto.admin.getAccountInfo': () => ({ body: { did: DID, handle: 'rosa.test' } }),
    'com.atproto.admin.getSubjectStatus': () => ({ body: { subject: {}, takedown: { applied: false } } }),
  }
}

const NAMES = [
  { name: 'an account has the name that people see', shown: PROFILE, isCalled: 'Rosa', asked: ['view'] },
  {
    name: 'an account without a name there is called by its handle',
    shown: { ...PROFILE, displayName: '' },
    isCalled: 'rosa.test',
    asked: ['view'],
  },
  {
    name: 'an account that no view shows is called as at its PDS',
    shown: undefined,
    isCalled: 'Rosa at home',
    asked: ['view', 'record'],
  },
]

for (const { name, shown, isCalled, asked: expected } of NAMES)
  test(name, async (t) => {
    const asked: string[] = []
    const pds = await startXrpc(t, answersOf(shown, asked))
    const connector = ATPROTO.open(
      { pds, appview: pds, plc: pds },
      { PASSWORD: 'correct horse' },
      { now: () => new Date(), allowPrivate: [] },
    )
    // An act reads the facts and the state at once.
    const [facts, state] = await Promise.all([connector.facts(ROSA), connector.readBack(ROSA)])
    const reach = shown === undefined ? null : PROFILE.followersCount
    assert.deepEqual([facts?.account.displayName, facts?.account.reach, state?.reach], [isCalled, reach, reach])
    assert.deepEqual(asked, expected)
  })
