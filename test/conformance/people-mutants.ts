import type { SetUp } from '../../src/app/conformance/set-up.ts'
import { toPublicKey } from '../../src/app/conformance/test-keys.ts'
import { overlooking, signedByTwo } from './forge.ts'
import { ids, type Mutant } from './mutant.ts'
import type { Broken } from './serve-platform.ts'

const HOUR_MS = 3_600_000
const withKeys = (setUp: SetUp, change: Partial<SetUp['authority']['keys']>): SetUp => ({
  ...setUp,
  authority: { ...setUp.authority, keys: { ...setUp.authority.keys, ...change } },
})
/** A store that keeps a record without some of its members. */
const forgetting = (...members: string[]): Broken => ({
  store: (store) => {
    const save = store.saveRecord.bind(store)
    store.saveRecord = (tx, subject, record) => {
      const kept = Object.entries(record).filter(([name]) => !members.includes(name))
      save(tx, subject, Object.fromEntries(kept) as unknown as typeof record)
    }
  },
})

const PROTECTS_NOTHING: Broken = { handlers: { protects: () => 0 } }
const LIST_IS_EMPTY: Broken = { setUp: (setUp) => withKeys(setUp, { keys: [] }) }
/** Broken in what they ask of people. */
export const OF_PEOPLE: readonly Mutant[] = [
  {
    is: 'protects nothing',
    broken: PROTECTS_NOTHING,
    fails: [
      ...ids(
        'approval',
        'none',
        'one',
        'one-person-twice',
        'one-person-two-keys',
        'no-proposer',
        'proposer-approves',
        'key-of-another',
      ),
      ...ids('approval', 'changed-core', 'changed-screen', 'bad-signature', 'other-enforcement', 'other-subject'),
      ...ids('approval', 'other-action', 'other-act', 'expired', 'no-duration', 'shorter', 'other-approver'),
      ...ids('approval', 'other-ceremony', 'other-challenge', 'cross-origin', 'no-verification', 'longer'),
      ...ids('approval', 'other-relying-party', 'unconfirmed'),
      ...ids('interim', 'unsigned', 'too-long', 'five-a-week', 'hides-no-account'),
      ...ids('alone', 'no-ground', 'document', 'twenty-a-day'),
      ...ids('hijack', 'invented', 'reset'),
      ...ids('legal-duty', 'claimed'),
      'batch.protected',
    ],
  },
  {
    is: 'counts no signature',
    broken: LIST_IS_EMPTY,
    fails: [
      ...ids('approval', 'two-people', 'every-kind-of-key', 'restore-takes-none'),
      ...ids('interim', 'signed'),
      ...ids('alone', 'order', 'match', 'harm'),
      ...ids('hijack', 'taken-over'),
      ...ids('restore', 'two-people'),
    ],
  },
  {
    is: 'protects every subject',
    broken: { handlers: { protects: () => 2 } },
    fails: ids('approval', 'unprotected'),
  },
  {
    is: 'trusts a key that is on no list',
    broken: {
      setUp: (setUp, { people }) => {
        const { credentialId, privateKey } = people.mallory
        const mallory = { credentialId, person: 'mallory', publicKey: toPublicKey(privateKey) }
        return withKeys(setUp, { keys: [...setUp.authority.keys.keys, mallory] })
      },
    },
    fails: [...ids('approval', 'unknown-key'), ...ids('restore', 'unknown-key')],
  },
  {
    is: 'trusts every site',
    broken: { setUp: (setUp) => withKeys(setUp, { origins: ['https://desk.example.evil', 'https://desk.example'] }) },
    fails: ids('approval', 'other-origin'),
  },
  {
    is: 'forgets which signatures were used',
    broken: forgetting('accepted'),
    fails: [...ids('approval', 'once', 'once-by-revert'), 'live.reverts-protected'],
  },
]

/** Broken in the ways back. */
export const OF_WAYS_BACK: readonly Mutant[] = [
  {
    is: 'drops reverts',
    broken: overlooking((call, claims) => {
      if (call.instruction) call.instruction.reverts = []
      claims.reverts = []
    }),
    fails: ids('revert', 'late-instruction'),
  },
  {
    is: 'carries out a revert that takes',
    broken: overlooking((call, claims) => {
      const { reverts = [] } = (call.instruction ?? {}) as { reverts?: { desired: unknown }[] }
      const [due] = reverts
      if (call.instruction && due) Object.assign(call.instruction, { desired: due.desired, reverts: [] })
      Object.assign(claims, due && { desired: due.desired, reverts: [] })
    }),
    fails: ids('revert', 'never-takes'),
  },
  {
    is: 'has pinned no list',
    broken: {
      setUp: (setUp) => {
        const { keys: _keys, ...authority } = setUp.authority
        return { ...setUp, authority: authority as SetUp['authority'] }
      },
    },
    fails: [...ids('legal-duty', 'two-restore'), ...ids('restore', 'once')],
  },
  {
    is: 'restores without two people',
    broken: overlooking(signedByTwo),
    fails: ids('restore', 'one-person', 'two-keys', 'other-act', 'other-subject', 'long-lived'),
  },
  { is: 'forgets legal duties', broken: forgetting('legalDuty'), fails: ids('restore', 'keeps-legal-duty') },
  {
    is: 'never restores by itself',
    broken: { stands: true, handlers: { holdMs: () => 0 } },
    fails: ['live.reverts'],
  },
  { is: 'holds for an hour', broken: { handlers: { holdMs: () => HOUR_MS } }, fails: ['live.holds'] },
  {
    is: 'has no limits',
    broken: { setUp: (setUp) => ({ ...setUp, limits: {} }) },
    fails: ['live.limits'],
  },
]
