import type { SetUp } from '../../src/app/conformance/set-up.ts'
import { overlooking, signAnew } from './forge.ts'
import { ids, type Mutant } from './mutant.ts'
import { MALFORMED_STATEMENTS, OF_BATCHES, OF_STATEMENTS } from './optional-mutants.ts'
import { OF_PEOPLE, OF_WAYS_BACK } from './people-mutants.ts'
import type { Broken } from './serve-platform.ts'

const seconds = (ms: number): number => Math.floor(ms / 1_000)
const claimOf = (name: string): Broken =>
  overlooking((call, claims) => Object.assign(claims, { [name]: call.instruction?.[name] }))

const OF_CALLS: readonly Mutant[] = [
  {
    is: 'verifies no webhook signature',
    broken: { answer: (answer, served) => (call) => answer(signAnew(served, call.body)) },
    fails: ids(
      'signature',
      ...['wrong-secret', 'changed-body', 'changed-id', 'missing', 'other-version', 'stale', 'from-the-future'],
    ),
  },
  {
    is: 'knows one secret',
    broken: { setUp: (setUp) => ({ ...setUp, secrets: setUp.secrets.slice(0, 1) }) },
    fails: ids('signature', 'second-secret'),
  },
  {
    is: 'looks at the first signature alone',
    broken: {
      answer:
        (answer) =>
        ({ headers, body }) => {
          const given = Object.fromEntries(Object.entries(headers))
          return answer({
            headers: { ...given, 'webhook-signature': String(given['webhook-signature']).split(' ')[0] },
            body,
          })
        },
    },
    fails: ids('signature', 'one-of-several'),
  },
  {
    is: 'remembers no call',
    broken: {
      store: (store) => {
        store.rememberCall = () => true
      },
    },
    fails: [
      ...ids('replay', 'same-call', 'same-authorisation'),
      ...['live.replayed-at-once', 'batch.replayed', 'batch.authorisation-once'],
    ],
  },
  {
    is: 'takes malformed calls for good ones',
    broken: {
      answer: (answer) => async (call) => {
        const answered = await answer(call)
        return answered.status === 400 ? { ...answered, status: 200, body: '{"outcome":"applied"}' } : answered
      },
    },
    fails: ids(
      'malformed',
      ...['no-json', 'no-object', 'unknown-type', 'no-subject', 'unknown-kind', 'empty-id', 'long-id'],
      ...[
        'profile-of-content',
        'related-of-content',
        'contact-of-content',
        'generation-zero',
        'generation-fraction',
        'generation-text',
        'generation-unsafe',
      ],
      ...['no-state', 'unknown-spread', 'visible-text', 'muted-content', 'long-labels', 'wrong-country', 'local-time'],
      ...['unordered-reverts', 'many-reverts', 'unknown-event', 'no-signatures'],
      ...['action-without-loss', 'action-of-unknown-loss', 'action-with-object'],
    ).concat(
      ids('batch', 'none', 'too-many', 'read-back-none', 'read-back-too-many', 'facts-none', 'facts-too-many'),
      MALFORMED_STATEMENTS,
    ),
  },
]

const OF_AUTHORISATIONS: readonly Mutant[] = [
  {
    is: 'needs no authorisation',
    broken: {
      setUp: ({ authority: _authority, ...setUp }) => setUp as SetUp,
    },
    fails: ['authorisation.missing', 'batch.unsigned'],
  },
  {
    is: 'takes any key for the desk’s',
    broken: overlooking(() => undefined),
    fails: [...ids('authorisation', 'other-key', 'restore-without-key', 'algorithm', 'critical'), 'batch.forged'],
  },
  {
    is: 'reads no audience',
    broken: overlooking((_call, claims, { url }) => Object.assign(claims, { aud: url })),
    fails: ids('authorisation', 'other-audience'),
  },
  {
    is: 'reads no issuer',
    broken: overlooking((_call, claims) => Object.assign(claims, { iss: 'countersign' })),
    fails: ids('authorisation', 'other-issuer'),
  },
  {
    is: 'reads no expiry',
    broken: overlooking((_call, claims) =>
      Object.assign(claims, { iat: seconds(Date.now()), exp: seconds(Date.now()) + 60 }),
    ),
    fails: ids('authorisation', 'expired', 'long-lived'),
  },
  {
    is: 'acts before the time',
    broken: overlooking((_call, claims) => Object.assign(claims, { notBefore: new Date().toISOString() })),
    fails: ids('authorisation', 'too-early'),
  },
  {
    is: 'compares no subject',
    broken: claimOf('subject'),
    fails: ['authorisation.other-subject', 'batch.other-subject'],
  },
  { is: 'compares no generation', broken: claimOf('generation'), fails: ids('authorisation', 'other-generation') },
  { is: 'compares no state', broken: claimOf('desired'), fails: ids('authorisation', 'other-state') },
  { is: 'compares no reverts', broken: claimOf('reverts'), fails: ids('authorisation', 'other-reverts') },
  { is: 'compares no epoch', broken: claimOf('epoch'), fails: ids('authorisation', 'other-epoch') },
]

const OF_GENERATIONS: readonly Mutant[] = [
  {
    is: 'stores nothing about a subject',
    broken: {
      store: (store) => {
        store.saveRecord = () => undefined
      },
    },
    fails: [
      ...ids('generation', 'higher', 'equal', 'other-body', 'unknown-member', 'order-of-members', 'lower', 'jump'),
      ...['live.doubled', 'live.lost-answer', 'live.out-of-order', 'live.read-back', 'signature.valid'],
      ...['batch.again', 'batch.order', 'statement.other-body'],
    ],
  },
  {
    is: 'ignores the epoch',
    broken: overlooking((call, claims) => {
      if (call.instruction) call.instruction.epoch = 0
      claims.epoch = 0
    }),
    fails: ids('generation', 'other-epoch'),
  },
  {
    is: 'uses up the generation of a refused instruction',
    broken: {
      answer: (answer) => {
        let refused = false
        return async (call) => {
          const answered = await answer(call)
          const before = refused
          refused ||= answered.status === 403
          return before && call.body.includes('subject.apply')
            ? { ...answered, status: 409, body: '{"refusal":"conflicting_body","detail":""}' }
            : answered
        }
      },
    },
    fails: ids('generation', 'refused-is-not-seen'),
  },
  {
    is: 'accepts bodies of any size',
    broken: overlooking((call) => delete call.instruction?.long),
    fails: ['live.oversized'],
  },
]

const OF_READS: readonly Mutant[] = [
  {
    is: 'fails at reads',
    broken: {
      handlers: {
        capabilities: () => Promise.reject(new Error('broken')),
        actors: () => Promise.reject(new Error('broken')),
        facts: () => undefined,
      },
    },
    fails: [...ids('read', 'capabilities', 'actors', 'facts'), 'live.answers'],
  },
  {
    is: 'shows what it was told, and no subject is unknown',
    broken: {
      handlers: {
        read: () => ({ state: { visible: true, spread: 'full', mayPost: true, labels: [] }, reach: 0 }),
      },
    },
    fails: ids('read', 'unknown-subject', 'back'),
  },
  { is: 'shows hidden pages', broken: { showsAll: true }, fails: ['live.visible'] },
]

/** Broken platforms: each check that a running platform is put to has one that it notices. */
export const MUTANTS: readonly Mutant[] = [
  ...OF_CALLS,
  ...OF_AUTHORISATIONS,
  ...OF_GENERATIONS,
  ...OF_READS,
  ...OF_PEOPLE,
  ...OF_WAYS_BACK,
  ...OF_BATCHES,
  ...OF_STATEMENTS,
]
