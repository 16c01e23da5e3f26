import { setTimeout as pause } from 'node:timers/promises'
import { receiveSignal } from '../../src/cases/signals/receive-signal.ts'
import type { SignalBody } from '../../src/cases/signals/signal-body.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { readDeskTime } from '../../src/foundation/time/desk-time.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { findDemoCaller } from './demo-people.ts'

/** The running desk reads an adopted policy file within a second; a busy machine may take much longer. */
const IN_FORCE_TRIES = 1_200
const LOOK_MS = 50

/** Rules in shadow mode have no effect, so one person puts them in force. */
const RULES = `# Rules of the demo, all of them in shadow.
sources:
  - id: link-classifier
    why: It knows the addresses that false shops and false prizes point at.
    owner: plover
    budget: { within: 1h, acts: 60 }
  - id: known-fakes
    why: Texts and pictures that people here have found to be fakes before.
    owner: egret
    budget: { within: 1h, acts: 20 }
rules:
  - id: false-prizes
    why: Payments there reach a fraudster, and every hour that the post stays up costs a victim.
    source: link-classifier
    when: signal.score >= 0.95 && signal.category == 'SCAMS_AND_FRAUD' && account.reach < 5000 && !account.protected
    do: { hide: { policy: scam } }
    mode: shadow
  - id: many-voices
    why: What ten people report within an hour is looked at by a lead first.
    source: link-classifier
    when: report.reporters >= 10 && report.count_1h >= 10
    do: { route: { queue: lead } }
    mode: shadow
  - id: copies
    why: The same fake under another name is the same fake.
    source: known-fakes
    when: signal.kind == 'hash_match' && account.age_days < 1000
    do: { propose: { action: deactivate, policy: impersonation } }
    mode: shadow
`

/** The signals about the demo's posts, in the order of time. */
type Said = (told: Pick<SignalBody, 'id' | 'at'>) => SignalBody
const about = (id: string) => ({ subject: { kind: 'content', id }, category: 'SCAMS_AND_FRAUD' }) as const
const scored =
  (id: string, score: number): Said =>
  (told) => ({ ...told, ...about(id), kind: 'classifier', classifier: 'false-shops', version: '2026-04', score })
const listed =
  (id: string): Said =>
  (told) => ({ ...told, ...about(id), kind: 'hash_match', list: 'fakes of officials' })

const SAID: Readonly<Record<string, readonly Said[]>> = {
  'link-classifier': [
    scored('vale5-1', 0.991),
    scored('pills-1', 0.972),
    scored('coin-1', 0.964),
    scored('salma-3', 0.412),
  ],
  'known-fakes': [listed('vale4-1'), listed('vale2-1')],
}

/** Puts rules in shadow mode in force, and sends signals of classifiers about some posts. */
export async function showRules(desk: Desk): Promise<void> {
  const by = await findDemoCaller(desk, 'crane')
  const wanted = { kind: 'rule_set', name: 'automation', text: RULES } as const
  await proposeChange(desk, { wanted, reason: 'to see for some weeks what they would do', by })
  await inForce(desk)
  const at = (await readDeskTime(desk.db)).toISOString()
  for (const [source, signals] of Object.entries(SAID)) {
    const { id } = await addKey(desk, { name: `demo ${source}`, scopes: ['signals'], source }, DESK)
    const key = { kind: 'key', id, scopes: ['signals'], source } as const
    for (const [place, said] of signals.entries()) {
      await receiveSignal(desk, key, said({ id: `${source} ${place}`, at }))
    }
  }
}

async function inForce(desk: Desk): Promise<void> {
  for (let tried = 0; tried < IN_FORCE_TRIES; tried += 1) {
    if (desk.policies.automation.sources.size > 0) return
    await pause(LOOK_MS)
  }
  throw new Error('the rules did not come into force')
}
