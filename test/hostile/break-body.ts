import { jsonText, listPaths, type Path, RawJson, valueAt, withAt } from './json-text.ts'

/** A request body with one faulty place. */
export interface BrokenBody {
  body: unknown
  /** The path of the faulty place; empty for the whole body. */
  at: Path
  /**
   * True when only the schema shows that the body is faulty: another type or a long text may be valid in this place.
   */
  bySchema: boolean
}

const DEEP = 10_000
const LONG = 10_000
/** Lengths around and beyond every bound of a schema. */
const LENGTHS = [1, 64, 65, 128, 256, 257, 300, 1_024, 2_000, 2_048, 5_000, LONG, 100_001]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const places = (body: unknown, wanted: (value: unknown) => boolean): Path[] =>
  listPaths(body).filter((path) => wanted(valueAt(body, path)))
const at = (body: unknown, path: Path, put: unknown, bySchema: boolean): BrokenBody => ({
  body: withAt(body, path, put),
  at: path,
  bySchema,
})

const OTHERS = [null, true, 0, -1, 1.5, '', 'text', [], ['a'], {}, { a: 1 }, new RawJson('1e400')]
const NUMBERS = ['-1', '0.5', '1e400', '-1e400', '1e308', '9007199254740993', '-9007199254740993', '1e-400', '-0']
/** Texts that are no time, each accepted as one by some parser. */
const NO_TIMES = [
  '2031-02-30T00:00:00Z',
  '2031-02-29T12:00:00+01:00',
  '2031-13-01T00:00:00Z',
  '2031-01-01T24:00:00Z',
  '2031-01-01T00:00:60Z',
  '2031-01-01 00:00:00Z',
  '2031-01-01',
  '10000-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2031-01-01T00:00:00',
  '2031-01-01T00:00:00+99:99',
  'infinity',
  'now',
  '٢٠٣١-01-01T00:00:00Z',
]
const EDGE_TIMES = ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59-23:59', '1970-01-01T00:00:00Z']
const UNSTORABLE = ['\0', 'a\0b', '\ud800', '\udc00a', 'a\ud83d']
const NAMES = ['extra', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', 'a/b', '~0', '字']
const isTime = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
const isText = (value: unknown) => typeof value === 'string'

/** Lists every way to make one place of a body faulty, by name. */
export const BREAK_BODY: Readonly<Record<string, (body: unknown) => BrokenBody[]>> = {
  'another type': (body) => listPaths(body).flatMap((path) => OTHERS.map((other) => at(body, path, other, true))),
  'a missing member': (body) =>
    listPaths(body)
      .filter((path) => typeof path.at(-1) === 'string')
      .map((path) => at(body, path, undefined, true)),
  'an unknown member': (body) =>
    places(body, isObject).flatMap((path) =>
      [...NAMES, 'x'.repeat(LONG)].map((name) => {
        const members = Object.entries(valueAt(body, path) as object)
        const more = [...members.filter(([each]) => each !== name), [name, 1]]
        return { body: withAt(body, path, Object.fromEntries(more)), at: [...path, name], bySchema: false }
      }),
    ),
  'text that can not be stored': (body) =>
    places(body, isText).flatMap((path) => UNSTORABLE.map((text) => at(body, path, text, false))),
  'a name that can not be stored': (body) =>
    places(body, isObject).flatMap((path) =>
      UNSTORABLE.map((name) => ({
        ...at(body, path, { ...(valueAt(body, path) as object), [name]: 1 }, false),
      })),
    ),
  'a text as long as it may be, or longer': (body) =>
    places(body, isText).flatMap((path) =>
      LENGTHS.flatMap((length) => ['x'.repeat(length), '😀'.repeat(length), 'a'.padEnd(length, '\u0301')]).map((text) =>
        at(body, path, text, true),
      ),
    ),
  'no moment': (body) => places(body, isTime).flatMap((path) => NO_TIMES.map((time) => at(body, path, time, false))),
  'a moment at the edge': (body) =>
    places(body, isTime).flatMap((path) => EDGE_TIMES.map((time) => at(body, path, time, true))),
  'a number beyond': (body) =>
    places(body, (value) => typeof value === 'number').flatMap((path) =>
      NUMBERS.map((number) => at(body, path, new RawJson(number), true)),
    ),
  'nested without end': (body) =>
    listPaths(body).flatMap((path) => [
      at(body, path, new RawJson(`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`), false),
      at(body, path, new RawJson(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`), false),
    ]),
  'a name given twice': (body) =>
    places(body, isObject).flatMap((path) =>
      Object.entries(valueAt(body, path) as object)
        .slice(0, 1)
        .map(([name, member]) => {
          const [written, text] = [JSON.stringify(name), jsonText(valueAt(body, path))]
          const twice = new RawJson(`{${written}:${jsonText(member)},${text.slice(1)}`)
          return { body: withAt(body, path, twice), at: [...path, name], bySchema: false }
        }),
    ),
}
