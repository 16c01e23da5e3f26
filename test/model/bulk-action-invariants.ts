import { BULK_ACTION_RULES, type SeenBulkAction } from './bulk-action-rules.ts'
import type { Seen, SeenEnforcement } from './gate.ts'
import { type Story, Violation } from './story.ts'

const FIRST_SHARE = BULK_ACTION_RULES.stages[0]?.share ?? 1

/** Checks the invariants of bulk actions after each step. */
export function checkBulkActions(story: Story, seen: Seen): void {
  for (const bulkAction of seen.bulkActions) {
    const was = story.seen.bulkActions.find(({ id }) => id === bulkAction.id)
    checkSet(story, bulkAction, seen)
    checkSample(bulkAction)
    if (was?.state === 'proposed' && bulkAction.state === 'running') checkAgreement(story, bulkAction)
    const enforcements = enforcementsOf(bulkAction, seen)
    for (const enforcement of enforcements) checkNotStopped(story, bulkAction, enforcement)
    const before = new Set(story.seen.enforcements.map(({ id }) => id))
    const fresh = enforcements.filter(({ id }) => !before.has(id))
    for (const enforcement of fresh) {
      checkEnforcement(story, bulkAction, enforcement)
      story.noteBulkActionEnforcement(bulkAction, enforcement)
    }
    if (fresh.length > 0) checkBounds(story, { bulkAction, enforcements, fresh })
    checkStage(story, bulkAction)
    if (was?.state !== 'looking' && bulkAction.state === 'looking') checkShownFirst(bulkAction, enforcements)
    note(story, bulkAction, was)
  }
}

function note({ bulk }: Story, { id, state, items }: SeenBulkAction, was: SeenBulkAction | undefined): void {
  if (state === 'proposed') bulk.ordinary.set(id, items.filter(({ expected }) => expected === 'ordinary').length)
  const isHit = ({ subject, expected }: SeenBulkAction['items'][number]) =>
    expected === 'guarded' && was?.items.find((item) => item.subject === subject)?.expected === 'ordinary'
  bulk.hits.set(id, (bulk.hits.get(id) ?? 0) + items.filter(isHit).length)
}

const enforcementsOf = ({ id }: SeenBulkAction, { enforcements }: Seen): SeenEnforcement[] =>
  enforcements.filter(({ bulkActionId }) => bulkActionId === id)

/**
 * The set of a bulk action is fixed when it is proposed, and each of its enforcements is about a subject of the set.
 */
function checkSet(story: Story, bulkAction: SeenBulkAction, seen: Seen): void {
  const { id, items } = bulkAction
  const set = items.map(({ subject }) => subject).join(' ')
  const asked = story.bulk.sets.get(id)
  if (asked !== undefined && asked !== set)
    throw new Violation('the set of a bulk action is fixed', `${id}: ${asked}, then ${set}`)
  story.bulk.sets.set(id, set)
  const enforcements = enforcementsOf(bulkAction, seen)
  const subjects = enforcements.map(({ subject }) => subject)
  const stray = subjects.find((subject) => !items.some((item) => item.subject === subject))
  if (stray !== undefined || new Set(subjects).size < subjects.length)
    throw new Violation('each enforcement of a bulk action is of its set, one of each', `${id}: ${subjects.join(' ')}`)
}

/** The proposer judges no part of the sample. */
function checkSample({ id, proposedBy, judged }: SeenBulkAction): void {
  if (judged.some(({ by }) => by === proposedBy))
    throw new Violation('who asks for a bulk action judges nothing of it', `${proposedBy} judged ${id}`)
}

/**
 * A bulk action begins with the approval of another person, who judged as large a sample as the rules require, and
 * found most right.
 */
function checkAgreement(story: Story, { id, proposedBy, approvedBy, items }: SeenBulkAction): void {
  if (approvedBy === null || approvedBy === proposedBy)
    throw new Violation('a bulk action takes two', `${id} was agreed to by ${approvedBy}`)
  const ordinary = items.filter(({ expected }) => expected === 'ordinary').length
  const wrong = story.bulk.judged.get(id)?.get(approvedBy)
  if (wrong === undefined)
    throw new Violation('who agrees to a bulk action has judged some of it', `${approvedBy}, ${id}`)
  const size = Math.min(BULK_ACTION_RULES.sample, ordinary)
  if (wrong > BULK_ACTION_RULES.wrong * size)
    throw new Violation('nobody agrees to a bulk action much of which is wrong', `${wrong} of ${size} of ${id}`)
  const guarded = items.filter(({ subject }) => subject === 'wide' || subject === 'office')
  const kept = guarded.find(({ subject, expected }) => expected !== 'guarded' && !story.changed.has(subject))
  if (kept !== undefined)
    throw new Violation('what others must agree to falls out of the set', `${kept.subject} stays in ${id}`)
}

/** Once a person has stopped it, it proposes nothing more, and no enforcement that it had proposed takes effect. */
function checkNotStopped({ bulk }: Story, { id }: SeenBulkAction, enforcement: SeenEnforcement): void {
  const endedAtMs = bulk.endedAtMs.get(id) ?? Number.POSITIVE_INFINITY
  const lastMs = Math.max(
    ...enforcement.moves.filter(({ to }) => to === 'proposed' || to === 'releasing').map(({ atMs }) => atMs),
  )
  if (lastMs > endedAtMs)
    throw new Violation('nothing of a bulk action begins once somebody stopped it', `${enforcement.id} of ${id}`)
}

/**
 * Two people approve each enforcement of a bulk action; an enforcement on a protected subject is approved on its own.
 */
function checkEnforcement(story: Story, bulkAction: SeenBulkAction, enforcement: SeenEnforcement): void {
  const { id, proposedBy, approvedBy, items } = bulkAction
  if (approvedBy === null)
    throw new Violation('nothing of a bulk action begins before it is agreed to', `${enforcement.id} of ${id}`)
  if (story.ended.has(proposedBy) || story.ended.has(approvedBy))
    throw new Violation('nothing of a bulk action begins once one of its two has left', `${enforcement.id} of ${id}`)
  const isOrdinary = items.find(({ enforcementId }) => enforcementId === enforcement.id)?.expected === 'ordinary'
  const next = enforcement.moves[1]?.to
  if (isOrdinary && (next === undefined || next === 'awaiting_approval'))
    throw new Violation(
      'what others must agree to falls out of the set',
      `${enforcement.id} of ${id} is ${enforcement.state}`,
    )
}

interface Grown {
  bulkAction: SeenBulkAction
  enforcements: readonly SeenEnforcement[]
  fresh: readonly SeenEnforcement[]
}

/**
 * A bulk action stops by itself at a bound: a number of restores, or of subjects that turned out not to be ordinary.
 */
function checkBounds(story: Story, { bulkAction: { id, items }, enforcements, fresh }: Grown): void {
  const goingOn = fresh.filter(({ id: enforcementId }) => findItem(items, enforcementId)?.expected === 'ordinary')
  const last = Math.max(...goingOn.map(({ moves }) => moves[0]?.atMs ?? 0))
  const undone = enforcements.filter(({ moves }) =>
    moves.some(({ to, by, atMs }) => to === 'restoring' && by !== null && atMs < last),
  )
  if (undone.length >= BULK_ACTION_RULES.stops.restores.count)
    throw new Violation('a bulk action stops at its bound', `${undone.length} of ${id} were undone`)
  const hits = story.bulk.hits.get(id) ?? 0
  if (goingOn.length > 0 && hits >= BULK_ACTION_RULES.stops.guarded.count)
    throw new Violation('a bulk action stops at its bound', `${hits} of ${id} were no ordinary ones`)
}

const findItem = (items: SeenBulkAction['items'], enforcementId: string) =>
  items.find((item) => item.enforcementId === enforcementId)

/** Checks that a bulk action does no more than its first stage before a person has checked it. */
function checkStage(story: Story, { id, items }: SeenBulkAction): void {
  const ordinary = story.bulk.ordinary.get(id)
  if (ordinary === undefined || (story.bulk.looks.get(id) ?? 0) > 0) return
  const done = items.filter(({ expected, outcome }) => expected === 'ordinary' && outcome !== null).length
  const most = Math.max(1, Math.ceil(FIRST_SHARE * ordinary))
  if (done > most)
    throw new Violation('somebody looks before a bulk action goes on', `${done} of ${most} of ${id} are done`)
}

/** Before a stage is shown to a person, its effects are visible at the platform. */
function checkShownFirst({ id, items }: SeenBulkAction, enforcements: readonly SeenEnforcement[]): void {
  const open = enforcements.find(
    (enforcement) => enforcement.state === 'releasing' && findItem(items, enforcement.id)?.expected === 'ordinary',
  )
  if (open !== undefined)
    throw new Violation('a stage is seen at the platform before it is looked at', `${open.id} of ${id} is on its way`)
}

/** Checks that no enforcement of a restored bulk action is in effect once all faults are over. */
export function checkUndone(story: Story, seen: Seen): void {
  for (const bulkAction of seen.bulkActions) {
    const undoneAtMs = story.bulk.undoneAtMs.get(bulkAction.id)
    const left = enforcementsOf(bulkAction, seen).find(
      ({ state, moves }) =>
        undoneAtMs !== undefined &&
        (moves[0]?.atMs ?? 0) < undoneAtMs &&
        (state === 'releasing' || state === 'in_effect' || state === 'confirmed'),
    )
    if (left !== undefined)
      throw new Violation('undoing a bulk action undoes all of it', `${left.id} of ${bulkAction.id} is ${left.state}`)
  }
}
