import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { cleanUp } from './clean-up.ts'

type OtlpValue = { stringValue?: string; intValue?: number | string; boolValue?: boolean }
interface OtlpAttribute {
  key: string
  value: OtlpValue
}
export interface ReceivedSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes?: OtlpAttribute[]
  links?: { traceId: string }[]
}
export interface ReceivedLog {
  traceId?: string
  severityText?: string
  body: OtlpValue
  attributes?: OtlpAttribute[]
}

interface OtlpReceiver {
  url: string
  spans: ReceivedSpan[]
  logs: ReceivedLog[]
  /** The bodies as they arrived. */
  texts: string[]
  headers: string[]
}

/** A collector of traces and logs by OTLP over HTTP, with JSON. */
export async function startOtlpReceiver(t: TestContext, { answers = true } = {}): Promise<OtlpReceiver> {
  const received: OtlpReceiver = { url: '', spans: [], logs: [], texts: [], headers: [] }
  const server = createServer(async (request, response) => {
    if (!answers) return
    const text = (await request.toArray()).join('')
    received.texts.push(text)
    received.headers.push(String(request.headers['x-tenant']))
    const { resourceSpans = [], resourceLogs = [] } = JSON.parse(text)
    for (const { scopeSpans } of resourceSpans) for (const { spans } of scopeSpans) received.spans.push(...spans)
    for (const { scopeLogs } of resourceLogs) for (const { logRecords } of scopeLogs) received.logs.push(...logRecords)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(t, () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  received.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return received
}
