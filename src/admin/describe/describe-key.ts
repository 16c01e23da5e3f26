import type { KeyScope } from '../../foundation/domain.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { findConnectorPin } from '../setup/connector-pin.ts'
import { paragraphs } from './paragraphs.ts'
import type { Flagger } from '../../cases/flaggers/flagger-queries.ts'
import { requireActive } from '../flaggers/describe-flagger.ts'
import { findRegistered } from './describe-authority.ts'
import type { Described, WantedMachineKey } from '../change/wanted.ts'

/** Describes what the holder of a new API key may do. */
export async function describeKey(db: Queryable, wanted: WantedMachineKey): Promise<Described> {
  const { name, scopes, source, authorityId, flaggerId, platform, fingerprint } = wanted
  if (platform !== undefined && (await findConnectorPin(db, platform)) === undefined) {
    throw invalidField('change/platform', message('field.noPlatform', { platform }))
  }
  if (scopes.includes('signals') !== (source !== undefined)) {
    throw invalidField('change/source', message('apiKey.sourceField'))
  }
  if (scopes.includes('orders') !== (authorityId !== undefined)) {
    throw invalidField('change/authorityId', message('apiKey.authorityField'))
  }
  if (authorityId !== undefined && scopes.length > 1) {
    throw invalidField('change/scopes', message('apiKey.ordersOnly'))
  }
  if (flaggerId !== undefined && scopes.join() !== 'report') {
    throw invalidField('change/scopes', message('apiKey.reportsOnly'))
  }
  const flagger = flaggerId === undefined ? undefined : await requireActive(db, flaggerId)
  const authority = authorityId === undefined ? undefined : await findRegistered(db, authorityId)
  return {
    says: paragraphs([
      message('described.key.says', {
        name,
        may: mayMessage(scopes),
        whose: ofKey(source, authority, flagger),
        fingerprint,
      }),
      ...(platform === undefined ? [] : [message('described.key.platform', { platform })]),
    ]),
    direction: 'looser',
  }
}

const mayMessage = (scopes: readonly KeyScope[]): Text =>
  scopes
    .map((scope): Text => message(`described.key.may.${scope}`))
    .reduce((left, right) => message('described.key.also', { left, right }))

/** A key for orders has no source of signals. */
function ofKey(
  source: string | undefined,
  authority: Awaited<ReturnType<typeof findRegistered>> | undefined,
  flagger: Flagger | undefined,
): Text {
  if (source !== undefined) return message('described.key.source', { source })
  if (flagger !== undefined) return message('described.key.flagger', { name: flagger.name, flaggerId: flagger.id })
  if (authority === undefined) return ''
  const { id: authorityId, name, country } = authority
  return message('described.key.authority', { name, country, authorityId })
}
