/** One list of the API, and a call of it that the desk answers. */
export interface ListCall {
  operationId: string
  path: string
  params: Readonly<Record<string, string>>
  query: Readonly<Record<string, string | number>>
  takesQuery: boolean
  token: string
}

export interface Generator {
  name: string
  /** The program of the package and its arguments, in the folder of the generated files. */
  command: readonly string[]
  /** Writes a program that calls each list and prints the status and the number of items of each answer. */
  writeCalls(calls: readonly ListCall[], baseUrl: string): string
}

const json = JSON.stringify

/** Joins calls, each of which gives a status and a body, into a program. */
const program = (head: string, calls: readonly string[]): string => `${head}
type List = { items: readonly unknown[] }
const countItems = (body: unknown): number | null =>
  typeof body === 'object' && body !== null && 'items' in body ? (body as List).items.length : null
async function run(): Promise<void> {
  const answers: [string, number, number | null][] = []
${calls.map((call) => `  ${call}`).join('\n')}
  console.log(JSON.stringify(answers))
}
void run()
`

const headersOf = ({ token }: ListCall): object => ({ authorization: `Bearer ${token}` })
const add = (id: string, call: string, status: string, body: string): string =>
  `{ const answer = await ${call}; answers.push([${json(id)}, ${status}, countItems(${body})]) }`

/** The three generators whose clients must compile and call each list. */
export const GENERATORS: readonly Generator[] = [
  {
    name: 'openapi-typescript',
    command: ['openapi-typescript/bin/cli.js', 'openapi.json', '--default-non-nullable=false', '--output', 'schema.ts'],
    writeCalls: (calls, baseUrl) =>
      program(
        `import createClient from 'openapi-fetch'
import type { paths } from './schema'
const client = createClient<paths>({ baseUrl: ${json(baseUrl)} })`,
        calls.map((call) => {
          const { params: path, query, operationId } = call
          const params = { ...(Object.keys(path).length > 0 && { path }), ...(call.takesQuery && { query }) }
          const how = { headers: headersOf(call), params }
          return add(
            operationId,
            `client.GET(${json(call.path)}, ${json(how)})`,
            'answer.response.status',
            'answer.data',
          )
        }),
      ),
  },
  {
    name: 'hey-api',
    command: [
      '@hey-api/openapi-ts/bin/run.js',
      '-i',
      'openapi.json',
      '-o',
      'client',
      '-c',
      '@hey-api/client-fetch',
      '--no-log-file',
    ],
    writeCalls: (calls, baseUrl) =>
      program(
        `import { client } from './client/client.gen'
import * as sdk from './client/sdk.gen'
client.setConfig({ baseUrl: ${json(baseUrl)} })`,
        calls.map((call) => {
          const { params: path, query, operationId } = call
          const how = {
            headers: headersOf(call),
            ...(Object.keys(path).length > 0 && { path }),
            ...(call.takesQuery && { query }),
          }
          return add(operationId, `sdk.${operationId}(${json(how)})`, 'answer.response?.status ?? 0', 'answer.data')
        }),
      ),
  },
  {
    name: 'orval',
    command: ['orval/dist/bin/orval.mjs', '--input', 'openapi.json', '--output', 'client.ts', '--client', 'fetch'],
    writeCalls: (calls, baseUrl) =>
      program(
        `import * as sdk from './client'
const fetchHere = globalThis.fetch
globalThis.fetch = (path, how) => fetchHere(${json(baseUrl)} + String(path), how)`,
        calls.map((call) => {
          const args = [
            ...Object.values(call.params),
            ...(call.takesQuery ? [call.query] : []),
            { headers: headersOf(call) },
          ]
          return add(
            call.operationId,
            `sdk.${call.operationId}(${args.map((each) => json(each)).join(', ')})`,
            'answer.status',
            'answer.data',
          )
        }),
      ),
  },
]
