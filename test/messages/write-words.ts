import { readParams } from './read-catalogue.ts'

interface Group {
  [name: string]: string | Group
}

/** Writes the type of the console's texts: a string, or a function of the parameters, at the place of each key. */
export function writeWords(catalogue: ReadonlyMap<string, string>): string {
  const root: Group = {}
  const types = new Set<string>()
  for (const [key, text] of catalogue) {
    const params = readParams(text)
    for (const type of params.values()) types.add(type)
    put(root, key.split('.'), writeMessage(params))
  }
  const imported = ['SelectParam', 'TextParam'].filter((type) => types.has(type))
  return [
    '// Written from messages/en by: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/console.test.ts',
    `import type { ${imported.join(', ')} } from './message.ts'`,
    '',
    `export interface Words ${writeGroup(root, '')}`,
    '',
  ].join('\n')
}

function put(root: Group, path: readonly string[], type: string): void {
  let group = root
  for (const name of path.slice(0, -1)) {
    const next = group[name] ?? {}
    group[name] = next
    if (typeof next === 'string') throw new Error(`${path.join('.')} is below a text`)
    group = next
  }
  group[path.at(-1) ?? ''] = type
}

const writeMessage = (params: ReadonlyMap<string, string>): string =>
  params.size === 0
    ? 'string'
    : `(params: { ${[...params].map(([name, type]) => `readonly ${name}: ${type}`).join('; ')} }) => string`

const NAME = /^[a-z_$][\w$]*$/i

function writeGroup(group: Group, indent: string): string {
  const rows = Object.entries(group)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, type]) => {
      const written = typeof type === 'string' ? type : writeGroup(type, `${indent}  `)
      return `${indent}  readonly ${NAME.test(name) ? name : `'${name}'`}: ${written}`
    })
  return `{\n${rows.join('\n')}\n${indent}}`
}
