import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { requireKey } from '../appeals/receive-page-appeal.ts'
import { line } from '../notices/read-notice.ts'
import { openLink } from '../pages/open-link.ts'
import { addressOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Form } from '../pages/read-form.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendStatus } from '../status/status-page.ts'
import { REFERENCE_CHARS_MAX } from './counter-notice-parts.ts'
import { listCounterNoticesAgainst } from './counter-notice-queries.ts'
import { endByAct } from './end-counter-notice.ts'

/** The form by which a rights holder states, by the link of their notice, that they went to court. */
export function actionPages(pages: Pages): void {
  const { desk, limits } = pages
  pages.receive(`${PUBLIC_BASE}/status/:token/action`, async (request, reply) => {
    const { token = '' } = request.params as PageParams
    const noticeId = await openLink(desk.db, limits, { kind: 'status', token, ip: request.ip })
    const { fields } = request.body as Form
    const against = await listCounterNoticesAgainst(desk.db, noticeId)
    const found = against.find(({ id }) => id === fields.get('counter'))
    if (found === undefined) throw new PageError('not_found')
    const filedReference = line(fields.get('reference') ?? '')
    const isFit = filedReference !== '' && filedReference.length <= REFERENCE_CHARS_MAX
    if (!isFit || fields.get('statement') !== 'yes') return sendStatus(pages, request, reply, { faulty: found.id })
    const { id } = await requireKey(desk)
    const ending = { state: 'action_filed', filedBy: noticeId, filedReference } as const
    await endByAct(desk, found, ending, { kind: 'key', id })
    return reply.redirect(addressOf(`${PUBLIC_BASE}/status/${token}`, languageOf(request)), 303)
  })
}
