import { Compile } from 'typebox/schema'
import type { Operation, Schema } from './api-document.ts'
import { BREAK_BODY } from './break-body.ts'
import { jsonText, type Path } from './json-text.ts'
import type { Given } from './make-request.ts'
import { toWire, type Wire } from './wire.ts'

/** A request with one fault, and the required result. */
export interface BrokenRequest {
  wire: Wire
  /**
   * refused: a 4xx that names the faulty field, where the answer names fields. any: the description may allow the
   * request, so only a server error is wrong.
   */
  must: 'be refused' | 'be answered'
  field?: string | undefined
  /** The required status, where only one is right. */
  status?: number | undefined
}

const LONG = 10_000
const MEGABYTES_10 = 10_485_760
const BROKEN_TYPES = [
  'text/plain',
  'text/json',
  'application/jsonx',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/octet-stream',
  'application',
  '/',
  'application/json, text/plain',
]
const NO_JSON: readonly (string | Buffer)[] = [
  '{',
  '{"a":1',
  '{"a":1}}',
  '{"a":1}{"a":1}',
  "{'a':1}",
  '{a:1}',
  '{"a":1,}',
  '{"a":NaN}',
  '{"a":01}',
  '{"a":"\n"}',
  '{"a":"\\x"}',
  '{"a":/**/1}',
  ' ',
  '\ufeff{}',
  Buffer.from('{"a":1}', 'utf16le'),
  Buffer.from('{"a":"\xff"}', 'latin1'),
  Buffer.from('{"a":"\xc0\x80"}', 'latin1'),
  Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1'),
  Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00]),
]
/** Parts of an address that cannot be decoded, or whose text cannot be stored. */
const NO_PIECES = [
  '%',
  '%zz',
  '%c0%af',
  '%ff',
  '%ed%a0%80',
  '%00',
  'a%00b',
  'x'.repeat(LONG),
  '%F0%9F%98%80'.repeat(1_000),
]
const NO_IDS = [
  '0',
  '-',
  'case_',
  'case_1 ',
  'case_1%0a',
  'case_%D9%A1',
  'enf_1;drop',
  '..%2f..',
  'case_99999999999999999999',
  'case_1.0',
  "case_1'",
]
const EDGE_IDS = ['case', 'enf', 'restore', 'staff', 'key', 'rep', 'dec'].flatMap((prefix) => [
  `${prefix}_0`,
  `${prefix}_9999999999999999999`,
])
const CURSORS = [
  '!',
  'AAAA',
  '字',
  'x'.repeat(1_024),
  ...[
    '["0","case_1"]',
    '["9999999999999999","case_9999999999999999999"]',
    '["99999999999999999","case_1"]',
    '["-1","case_1"]',
    '["1e3","case_1"]',
    '["999999999999999"]',
    '["9999999999999999"]',
    `["1","case_1'--"]`,
    '["1","\\ud800"]',
    '["1",""]',
    '[1]',
  ].map((text) => Buffer.from(text).toString('base64url')),
]
const LIMITS = ['0', '-1', '1.5', '1e400', '', 'ten', '9007199254740993', '0x10', ' 1', '201', '+5']

type Breaking = (operation: Operation, given: Given) => BrokenRequest[]

/** Lists every way to make one place of a request faulty, by name; the first entry is the valid request. */
export const BREAK_REQUEST: Readonly<Record<string, Breaking>> = {
  nothing: (operation, given) => [{ wire: toWire(operation, given), must: 'be answered' }],
  ...Object.fromEntries(Object.keys(BREAK_BODY).map((name) => [name, breakBody(name)])),
  'no body': (operation, given) =>
    isMissed(operation)
      ? [{ wire: { ...toWire(operation, given), payload: '' }, must: 'be refused', status: 400 }]
      : [],
  'no JSON': (operation, given) =>
    withPayloads(operation, given, NO_JSON).map((wire) => ({
      wire,
      must: 'be refused',
      status: 400,
      field: 'The body',
    })),
  'ten megabytes': (operation, given) =>
    withPayloads(operation, given, [`{"comment":"${'x'.repeat(MEGABYTES_10)}"}`]).map((wire) => ({
      wire,
      must: 'be refused',
      status: 413,
    })),
  'another media type': (operation, given) =>
    withPayloads(operation, given, ['{}']).flatMap((wire) =>
      BROKEN_TYPES.map((type) => ({
        wire: { ...wire, headers: { 'content-type': type } },
        must: 'be refused' as const,
        status: 415,
      })),
    ),
  'an address that can not be read': (operation, given) =>
    Object.keys(operation.params.properties ?? {}).flatMap((name) =>
      NO_PIECES.map((piece) => ({
        wire: toWire(operation, given, { [name]: piece }),
        must: 'be refused' as const,
        status: 400,
      })),
    ),
  'an id there can not be': (operation, given) =>
    Object.entries(operation.params.properties ?? {}).flatMap(([name, { pattern }]) => [
      ...NO_IDS.map((piece): BrokenRequest => {
        const wire = toWire(operation, given, { [name]: piece })
        return pattern === undefined
          ? { wire, must: 'be answered' }
          : { wire, must: 'be refused', status: 400, field: name }
      }),
      ...EDGE_IDS.map(
        (piece): BrokenRequest => ({ wire: toWire(operation, given, { [name]: piece }), must: 'be answered' }),
      ),
    ]),
  'a query': breakQuery,
}

function breakBody(name: string): Breaking {
  return (operation, given) => {
    if (operation.body === undefined || !takesJson(operation)) return []
    const valid = isAllowed(operation.body)
    return (BREAK_BODY[name]?.(given.body) ?? []).map(({ body, at, bySchema }): BrokenRequest => {
      const wire = toWire(operation, { ...given, body })
      // A directory, a PDS and a client of Coop send more than the desk stores: there an unknown member is ignored.
      // Parameters of an action are checked against its declaration, after the case and the platform.
      const isOpen = /^\/(scim|xrpc|api)\//.test(operation.path) || at.includes('parameters')
      const open = isOpen && name === 'an unknown member'
      if ((bySchema || open) && valid(JSON.parse(jsonText(body)))) return { wire, must: 'be answered' }
      return { wire, must: 'be refused', status: 400, field: fieldOf(at) }
    })
  }
}

/** The beginning of a path as an answer names it: of long names the rest is left out. */
const fieldOf = (path: Path): string => (path.length === 0 ? '' : path.join('/').slice(0, 200))

const compiled = new WeakMap<Schema, (value: unknown) => boolean>()
function isAllowed(schema: Schema): (value: unknown) => boolean {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const validator = Compile(schema as object)
  const check = (value: unknown) => validator.Check(value)
  compiled.set(schema, check)
  return check
}

const isMissed = (operation: Operation): boolean =>
  takesJson(operation) && operation.body !== undefined && !isAllowed(operation.body)({})

/** A request body is read even by a route that accepts none. */
function withPayloads(operation: Operation, given: Given, payloads: readonly (string | Buffer)[]): Wire[] {
  if (operation.method === 'GET' || !takesJson(operation)) return []
  const wire = toWire(operation, given)
  return payloads.map((payload) => ({ ...wire, headers: { 'content-type': JSON_TYPE }, payload }))
}

const JSON_TYPE = 'application/json'
const takesJson = ({ takes }: Operation): boolean => takes.length === 0 || takes.includes(JSON_TYPE)

function breakQuery(operation: Operation, given: Given): BrokenRequest[] {
  const properties = operation.query.properties ?? {}
  if (Object.keys(properties).length === 0) return []
  const { url, ...rest } = toWire(operation, { ...given, query: {} })
  const withQuery = (query: string, more: Omit<BrokenRequest, 'wire'>): BrokenRequest => ({
    wire: { ...rest, url: `${url}?${query}` },
    ...more,
  })
  const refused = (query: string, field: string) => withQuery(query, { must: 'be refused', status: 400, field })
  // An identity provider may send more parameters than required (RFC 6749, 4.1.2), as may a directory: they are ignored.
  const isOpen = operation.path === '/v1/sign-on/callback' || operation.path.startsWith('/scim/')
  const unknown = (query: string, name: string) =>
    isOpen ? withQuery(query, { must: 'be answered' }) : refused(query, name)
  return [
    ...NAMES.map((name) => unknown(`${encodeURIComponent(name)}=1`, name)),
    ...Object.entries(properties).flatMap(([name, schema]) => [
      refused(`${name}=%00`, name),
      refused(`${name}=a%00b&${name}=c`, name),
      refused(`${name}=${'x'.repeat(LONG)}`, name),
      ...(schema.enum || schema.type !== 'string' ? [refused(`${name}=nonsense`, name)] : []),
      unknown(`${name}[]=1`, `${name}[]`),
      withQuery(`${name}=%`, { must: 'be answered' }),
      withQuery(`${name}=%ff`, { must: 'be answered' }),
    ]),
    ...('limit' in properties ? LIMITS.map((limit) => withQuery(`limit=${limit}`, { must: 'be answered' })) : []),
    ...('cursor' in properties ? CURSORS.map((cursor) => withQuery(`cursor=${cursor}`, { must: 'be answered' })) : []),
    withQuery(
      Array.from({ length: 1_000 }, (_, index) => `a${index}=1`).join('&'),
      isOpen ? { must: 'be answered' } : { must: 'be refused', status: 400 },
    ),
  ]
}

const NAMES = ['extra', '__proto__', 'constructor', 'toString', '']
