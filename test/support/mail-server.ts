import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  to: string[]
  /** The sender of the envelope, to whom mail servers return it. */
  sender?: string
  /** The whole mail as it arrived. */
  text: string
}

export interface MailServer {
  url: string
  mails: Mail[]
  /** True: it takes no mail for now. */
  refuse: boolean
  /** The recipients that it never takes mail for. */
  unknown: Set<string>
}

/** Starts a real mail server, which stores all mail. */
export async function startMailServer(t: TestContext): Promise<MailServer> {
  const server: MailServer = { url: '', mails: [], refuse: false, unknown: new Set() }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      if (!server.unknown.has(address)) return done()
      done(Object.assign(new Error(`no mailbox ${address}`), { responseCode: 550 }))
    },
    onData(stream, session, done) {
      void readText(stream).then((text) => {
        if (server.refuse) return done(new Error('451 later'))
        const { mailFrom } = session.envelope
        server.mails.push({
          sender: mailFrom === false ? '' : mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          text,
        })
        done()
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  t.after(() => new Promise<void>((resolve) => void smtp.close(() => resolve())))
  server.url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
  return server
}

/** Returns the body of a mail without its transfer encoding. */
export function readBody({ text }: Mail): string {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(head)?.[1]?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
