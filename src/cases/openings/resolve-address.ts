import sql from 'sql-template-tag'
import { isKnown } from './opening-queries.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Subject } from '../../foundation/domain.ts'
import { nativeId, qualifyId } from '../../foundation/platforms.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'
import type { SubjectReads } from './subject-reads.ts'

/** The most names in an address for which a platform is asked. */
const NAMES_MAX = 3

interface Search {
  db: Queryable
  reads: SubjectReads
  /** The sender, or their network, whose reads are bounded. */
  sender: string
}

/**
 * Finds the content or account that a public address names; undefined: no platform knows one. It asks a platform only
 * for what the desk doesn't know. Throws where nothing was found and a platform could not be asked.
 */
export async function resolveAddress(search: Search, address: string): Promise<Subject | undefined> {
  let failure: unknown
  for (const place of search.reads.placesOf(address))
    for (const find of listWays(search, place, address)) {
      try {
        const found = await find()
        if (found !== undefined) return found
      } catch (error) {
        // A platform that doesn't answer hides nothing of another one.
        failure ??= error
      }
    }
  if (failure !== undefined) throw failure
  return undefined
}

type Find = () => Promise<Subject | undefined>

function listWays(search: Search, place: string, address: string): Find[] {
  const byAddress = async () => {
    const found = await search.reads.find(place, address, search.sender)
    return found && ifThere(search, found)
  }
  return [byAddress, ...listNamesIn(address).map((name) => () => findByName(search, place, name))]
}

/**
 * Lists the names in an address: the end of its path, then the values of its query. The parts before the end name
 * something else, such as the author of a post.
 */
function listNamesIn(address: string): string[] {
  const url = URL.parse(address)
  const last = url?.pathname
    .split('/')
    .filter((part) => part !== '')
    .at(-1)
  const names = [...(last === undefined ? [] : [decode(last)]), ...(url?.searchParams.values() ?? [])]
  return names
    .filter((name) => /[^@\s]/.test(name) && name.length <= PLATFORM_ID_LENGTH_MAX && isText(name))
    .slice(0, NAMES_MAX)
}

const isText = (name: string): boolean => name.isWellFormed() && !name.includes('\0')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function findByName(search: Search, place: string, name: string): Promise<Subject | undefined> {
  const native = nativeId(name.replace(/^@/, ''))
  const id = qualifyId(place, native)
  const account: Subject = { kind: 'account', id }
  if (name.startsWith('@')) {
    const known = await findByHandle(search.db, place, native)
    return known === undefined ? ifThere(search, account) : { kind: 'account', id: known }
  }
  return (await ifThere(search, { kind: 'content', id })) ?? (await ifThere(search, account))
}

const ifThere = async ({ db, reads, sender }: Search, subject: Subject): Promise<Subject | undefined> =>
  (await isKnown(db, subject)) || (await reads.read(subject, sender)) !== undefined ? subject : undefined

async function findByHandle(db: Queryable, place: string, handle: string): Promise<string | undefined> {
  const found = await db.find<{ id: string }>(sql`
    select id from account
    where search_handle(handle) collate "C" = nullif(search_handle(${handle}), '') and platform_of_id(id) = ${place}
    order by id limit 1`)
  return found?.id
}
