import { CAMPAIGN_RULES, type SeenCampaign } from './campaign.ts'
import type { Seen, SeenEnforcement } from './gate.ts'
import { type Story, Violation } from './story.ts'

const FIRST_SHARE = CAMPAIGN_RULES.stages[0]?.share ?? 1

/** Everything that must be so of campaigns after each step. */
export function checkCampaigns(story: Story, seen: Seen): void {
  for (const campaign of seen.campaigns) {
    const was = story.seen.campaigns.find(({ id }) => id === campaign.id)
    checkSet(story, campaign, seen)
    checkSample(campaign)
    if (was?.state === 'proposed' && campaign.state === 'running') checkAgreement(story, campaign)
    const enforcements = enforcementsOf(campaign, seen)
    for (const enforcement of enforcements) checkNotStopped(story, campaign, enforcement)
    const before = new Set(story.seen.enforcements.map(({ id }) => id))
    const fresh = enforcements.filter(({ id }) => !before.has(id))
    for (const enforcement of fresh) {
      checkEnforcement(story, campaign, enforcement)
      story.noteCampaignEnforcement(campaign, enforcement)
    }
    if (fresh.length > 0) checkBounds(story, { campaign, enforcements, fresh })
    checkStage(story, campaign)
    if (was?.state !== 'looking' && campaign.state === 'looking') checkShownFirst(campaign, enforcements)
    note(story, campaign, was)
  }
}

function note({ wave }: Story, { id, state, items }: SeenCampaign, was: SeenCampaign | undefined): void {
  if (state === 'proposed') wave.ordinary.set(id, items.filter(({ expected }) => expected === 'ordinary').length)
  const isHit = ({ subject, expected }: SeenCampaign['items'][number]) =>
    expected === 'guarded' && was?.items.find((item) => item.subject === subject)?.expected === 'ordinary'
  wave.hits.set(id, (wave.hits.get(id) ?? 0) + items.filter(isHit).length)
}

const enforcementsOf = ({ id }: SeenCampaign, { enforcements }: Seen): SeenEnforcement[] =>
  enforcements.filter(({ campaignId }) => campaignId === id)

/** What is asked for is fixed as it is asked for, and each enforcement is one of it. */
function checkSet(story: Story, campaign: SeenCampaign, seen: Seen): void {
  const { id, items } = campaign
  const set = items.map(({ subject }) => subject).join(' ')
  const asked = story.wave.sets.get(id)
  if (asked !== undefined && asked !== set)
    throw new Violation('the set of a campaign is fixed', `${id}: ${asked}, then ${set}`)
  story.wave.sets.set(id, set)
  const enforcements = enforcementsOf(campaign, seen)
  const subjects = enforcements.map(({ subject }) => subject)
  const stray = subjects.find((subject) => !items.some((item) => item.subject === subject))
  if (stray !== undefined || new Set(subjects).size < subjects.length)
    throw new Violation('each enforcement of a campaign is of its set, one of each', `${id}: ${subjects.join(' ')}`)
}

/** Whoever asked for it judges none of it. */
function checkSample({ id, proposedBy, judged }: SeenCampaign): void {
  if (judged.some(({ by }) => by === proposedBy))
    throw new Violation('who asks for a campaign judges nothing of it', `${proposedBy} judged ${id}`)
}

/** It begins by the yes of another person, who judged as much of it as the rules ask for, and found most of it right. */
function checkAgreement(story: Story, { id, proposedBy, approvedBy, items }: SeenCampaign): void {
  if (approvedBy === null || approvedBy === proposedBy)
    throw new Violation('a campaign takes two', `${id} was agreed to by ${approvedBy}`)
  const ordinary = items.filter(({ expected }) => expected === 'ordinary').length
  const wrong = story.wave.judged.get(id)?.get(approvedBy)
  if (wrong === undefined) throw new Violation('who agrees to a campaign has judged some of it', `${approvedBy}, ${id}`)
  const size = Math.min(CAMPAIGN_RULES.sample, ordinary)
  if (wrong > CAMPAIGN_RULES.wrong * size)
    throw new Violation('nobody agrees to a campaign much of which is wrong', `${wrong} of ${size} of ${id}`)
  const guarded = items.filter(({ subject }) => subject === 'wide' || subject === 'office')
  const kept = guarded.find(({ subject, expected }) => expected !== 'guarded' && !story.changed.has(subject))
  if (kept !== undefined)
    throw new Violation('what others must agree to falls out of the set', `${kept.subject} stays in ${id}`)
}

/** Once somebody has stopped it, nothing of it is asked for, and nothing that it had asked for takes effect. */
function checkNotStopped({ wave }: Story, { id }: SeenCampaign, enforcement: SeenEnforcement): void {
  const endedAtMs = wave.endedAtMs.get(id) ?? Number.POSITIVE_INFINITY
  const lastMs = Math.max(
    ...enforcement.moves.filter(({ to }) => to === 'proposed' || to === 'releasing').map(({ atMs }) => atMs),
  )
  if (lastMs > endedAtMs)
    throw new Violation('nothing of a campaign begins once somebody stopped it', `${enforcement.id} of ${id}`)
}

/** Two people stand behind each enforcement; and others agree one by one to what is no ordinary one. */
function checkEnforcement(story: Story, campaign: SeenCampaign, enforcement: SeenEnforcement): void {
  const { id, proposedBy, approvedBy, items } = campaign
  if (approvedBy === null)
    throw new Violation('nothing of a campaign begins before it is agreed to', `${enforcement.id} of ${id}`)
  if (story.ended.has(proposedBy) || story.ended.has(approvedBy))
    throw new Violation('nothing of a campaign begins once one of its two has left', `${enforcement.id} of ${id}`)
  const isOrdinary = items.find(({ enforcementId }) => enforcementId === enforcement.id)?.expected === 'ordinary'
  const next = enforcement.moves[1]?.to
  if (isOrdinary && (next === undefined || next === 'awaiting_approval'))
    throw new Violation('what others must agree to falls out of the set', `${enforcement.id} of ${id} is ${enforcement.state}`)
}

interface Grown {
  campaign: SeenCampaign
  enforcements: readonly SeenEnforcement[]
  fresh: readonly SeenEnforcement[]
}

/** It stops by itself at a bound: of what was undone, or of what turned out to be no ordinary one. */
function checkBounds(story: Story, { campaign: { id, items }, enforcements, fresh }: Grown): void {
  const goingOn = fresh.filter(({ id: enforcementId }) => findItem(items, enforcementId)?.expected === 'ordinary')
  const last = Math.max(...goingOn.map(({ moves }) => moves[0]?.atMs ?? 0))
  const undone = enforcements.filter(({ moves }) =>
    moves.some(({ to, by, atMs }) => to === 'restoring' && by !== null && atMs < last),
  )
  if (undone.length >= CAMPAIGN_RULES.stops.restores.count)
    throw new Violation('a campaign stops at its bound', `${undone.length} of ${id} were undone`)
  const hits = story.wave.hits.get(id) ?? 0
  if (goingOn.length > 0 && hits >= CAMPAIGN_RULES.stops.guarded.count)
    throw new Violation('a campaign stops at its bound', `${hits} of ${id} were no ordinary ones`)
}

const findItem = (items: SeenCampaign['items'], enforcementId: string) => items.find((item) => item.enforcementId === enforcementId)

/** No more than the first stage is done before somebody has looked. */
function checkStage(story: Story, { id, items }: SeenCampaign): void {
  const ordinary = story.wave.ordinary.get(id)
  if (ordinary === undefined || (story.wave.looks.get(id) ?? 0) > 0) return
  const done = items.filter(({ expected, outcome }) => expected === 'ordinary' && outcome !== null).length
  const most = Math.max(1, Math.ceil(FIRST_SHARE * ordinary))
  if (done > most)
    throw new Violation('somebody looks before a campaign goes on', `${done} of ${most} of ${id} are done`)
}

/** Whoever looks sees at the platform what the stage did. */
function checkShownFirst({ id, items }: SeenCampaign, enforcements: readonly SeenEnforcement[]): void {
  const open = enforcements.find((enforcement) => enforcement.state === 'releasing' && findItem(items, enforcement.id)?.expected === 'ordinary')
  if (open !== undefined)
    throw new Violation('a stage is seen at the platform before it is looked at', `${open.id} of ${id} is on its way`)
}

/** When all faults are over, nothing is left of what somebody had undone. */
export function checkUndone(story: Story, seen: Seen): void {
  for (const campaign of seen.campaigns) {
    const undoneAtMs = story.wave.undoneAtMs.get(campaign.id)
    const left = enforcementsOf(campaign, seen).find(
      ({ state, moves }) =>
        undoneAtMs !== undefined &&
        (moves[0]?.atMs ?? 0) < undoneAtMs &&
        (state === 'releasing' || state === 'in_effect' || state === 'confirmed'),
    )
    if (left !== undefined)
      throw new Violation('undoing a campaign undoes all of it', `${left.id} of ${campaign.id} is ${left.state}`)
  }
}
