import { message } from '../../foundation/messages/message.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { NO_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { parseSubjectKey, type Subject, type SubjectKind } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import type { Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { ActionDraft } from './decision-draft.ts'

/** An action as the body of a request names it. */
interface AskedAction {
  draft: ActionDraft
  /** The path of its name in the body. */
  field: string
}

/**
 * Refuses actions that the platform of a case's subject can't carry out, every action where the desk doesn't call the
 * platform, and actions by country where it doesn't support them, or doesn't answer.
 */
export async function checkAbilities(
  { platform }: Pick<Desk, 'platform'>,
  subjectKey: string,
  actions: readonly AskedAction[],
): Promise<void> {
  const subject = parseSubjectKey(subjectKey)
  const guarantees = platform.guarantees(subject)
  if (guarantees === NO_GUARANTEE)
    throw new DeskError('refused', message('decision.platformClosed', { platform: platformOf(subject) }))
  const able = guarantees.actions
  const unable = actions.filter(
    ({ draft }) =>
      (draft.own !== undefined && !guarantees.ownActions) ||
      !kindsOf(draft, subject).some((kind) => able[kind].includes(draft.action)),
  )
  if (unable.length > 0) {
    const detail = message('decision.actionUnable')
    throw new DeskError('refused', detail, { errors: unable.map(({ field }) => ({ field, detail })) })
  }
  if (actions.some(({ draft }) => draft.countries !== undefined)) await checkCountries(platform, subject)
}

/** Lists the kinds of subject on which an action may act: on a content, or on its account instead. */
const kindsOf = ({ on }: ActionDraft, { kind }: Subject): readonly SubjectKind[] =>
  on === undefined ? (kind === 'content' ? ['content', 'account'] : ['account']) : [on]

async function checkCountries(platform: Desk['platform'], subject: Subject): Promise<void> {
  const able = await platform.capabilities(subject).catch((error: unknown) => {
    if (error instanceof ConnectorError) return undefined
    throw error
  })
  if (able?.countries) return
  throw new DeskError('refused', message(able === undefined ? 'decision.countriesUnknown' : 'decision.countriesUnable'))
}
