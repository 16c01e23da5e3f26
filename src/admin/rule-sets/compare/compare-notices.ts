import { message, type TextItem } from '../../../foundation/messages/message.ts'
import type { Notices } from '../../../policy/notices/notices-file.ts'
import { paragraphs } from '../../describe/paragraphs.ts'
import type { Described } from '../../change/wanted.ts'

/**
 * Compares two sets of templates, file by file and in full: the people who agree read what the people affected will
 * read. No text is stricter than another: the change is mixed. Pure.
 */
export function compareNotices(before: Notices, after: Notices): Described {
  const names = [...new Set([...before.files.keys(), ...after.files.keys()])]
  const lines = names.flatMap((name): TextItem[] => {
    const [was, is] = [before.files.get(name), after.files.get(name)]
    if (was === is) return []
    if (was === undefined) return is === undefined ? [] : [message('described.notices.isNew', { name, is })]
    if (is === undefined) return [message('described.notices.goes', { name, was })]
    return [message('described.notices.changes', { name, was }), message('described.ruleSet.itIs', { is })]
  })
  const first = before.settings === null && after.settings !== null ? [message('described.notices.first')] : []
  const said = [...first, ...lines]
  const says = said.length === 0 ? message('described.ruleSet.sameNotices') : paragraphs(said)
  return { says, direction: 'mixed' }
}
