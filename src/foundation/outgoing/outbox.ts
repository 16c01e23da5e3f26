import { randomBytes } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { type GuardedFetch, guardedFetch, isNamedPrivate, mayReach } from './guarded-fetch.ts'
import { opsgenieBody, opsgenieHeaders, pagerDutyBody } from './paging.ts'
import { returnAddressOf, returnTokenOf } from './return-address.ts'
import type { Seal } from './seal.ts'
import { type Secrets, signedHeaders } from './signed-headers.ts'

/** The destination of one outgoing message. */
export type Destination =
  | ({ kind: 'webhook'; url: string } & Secrets)
  | { kind: 'slack'; url: string }
  /** `key`: what PagerDuty calls routing key, and Opsgenie API key. */
  | { kind: 'pagerduty' | 'opsgenie'; url: string; key: string }
  | { kind: 'mail'; address: string }
  /** The webhook that the environment variables name. */
  | { kind: 'configured' }

/** A mail to a person. */
export interface Mail {
  /** The message's id, the same at every attempt: the receiver recognises a repeated one. */
  id: string
  title: string
  text: string
  /** The address of a page that shows it. Opening the page changes nothing. */
  link: string
}

/** The content of an outgoing message, for every form that it may take. */
export interface Message extends Mail {
  /** The words that a reader presses to open the page. */
  linkText: string
  /** critical: a person is paged. warning: it can wait. info: nothing needs to be done. */
  urgency: 'critical' | 'warning' | 'info'
  /** The time of what happened, the same at every attempt. */
  at: Date
  /** The kind of message for machines, such as `alert.raised`. */
  type: string
  /** The content for machines, as JSON. */
  data: object
}

export interface MailConfig {
  /** An smtp:// or smtps:// address, with user name and password if the server needs them. */
  url: string
  from: string
  /** The address to which mail servers return letters, each with a part of its own. Undefined: that of the sender. */
  returns?: string | undefined
}

export interface OutboxOptions {
  seal: Seal
  alerts?: ({ url: string; allowPrivate?: readonly string[] } & Secrets) | undefined
  mail?: MailConfig | undefined
  /** Private addresses that may be reached, as COUNTERSIGN_ALLOW_PRIVATE says. */
  allowPrivate?: readonly string[]
  now: () => Date
  timeoutMs?: number
}

/** The timeout for sending a message: well within the lease of a job, so that two attempts never overlap for long. */
const SEND_TIMEOUT_MS = 5_000
const SECRET_BYTES = 32

/**
 * Sends messages to people and machines outside. A webhook or Slack address reaches a private network only if the
 * configuration allows it, and no redirect is followed. Only a webhook of the environment may be a literal address of
 * this machine.
 */
export class Outbox {
  readonly seal: Seal
  readonly #options: OutboxOptions
  readonly #own: GuardedFetch
  readonly #others: GuardedFetch
  readonly #mail: ReturnType<typeof mailer> | undefined

  constructor(options: OutboxOptions) {
    const { allowPrivate = [] } = options
    this.seal = options.seal
    this.#options = options
    this.#own = guardedFetch({ allowPrivate: options.alerts?.allowPrivate ?? allowPrivate })
    this.#others = guardedFetch({ allowPrivate, ownMachine: false })
    this.#mail = options.mail && mailer(options.mail, this.#timeoutMs)
  }

  get sendsMail(): boolean {
    return this.#mail !== undefined
  }

  /** Returns the random part of a letter's return address. Undefined: letters have none. */
  returnTokenOf(id: string, part: string): string | undefined {
    return this.#options.mail?.returns === undefined ? undefined : returnTokenOf(this.seal, id, part)
  }

  /** Creates the secret of a webhook, in plain text for the receiver and encrypted for the desk. */
  makeSecret(channelId: string): { text: string; sealed: Buffer } {
    const text = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
    return { text, sealed: this.seal.close(text, `${channelId} secret`) }
  }

  /** True when the environment names a webhook. */
  get isConfigured(): boolean {
    return this.#options.alerts !== undefined
  }

  /** True when an address that people of the desk entered may be reached. */
  mayReach(address: string): boolean {
    return mayReach(address, this.#options.allowPrivate)
  }

  /** True when messages to this host may go unencrypted: only on a private network that the configuration allows. */
  mayReachPlain(host: string): boolean {
    return isNamedPrivate(host, this.#options.allowPrivate)
  }

  get #timeoutMs(): number {
    return this.#options.timeoutMs ?? SEND_TIMEOUT_MS
  }

  /** Resolves when the receiver accepted the message. Throws the reason of a failure, without the address. */
  async send(to: Destination, message: Message): Promise<void> {
    switch (to.kind) {
      case 'configured':
        if (this.#options.alerts === undefined) throw new Error('the environment names no webhook any more')
        return this.#sendSigned(this.#own, this.#options.alerts, message)
      case 'webhook':
        return this.#sendSigned(this.#others, to, message)
      case 'slack':
        return this.#post(this.#others, to.url, slackBody(message), { 'content-type': 'application/json' })
      case 'pagerduty':
        return this.#post(this.#others, to.url, pagerDutyBody(to.key, message), { 'content-type': 'application/json' })
      case 'opsgenie':
        return this.#post(this.#others, to.url, opsgenieBody(message), opsgenieHeaders(to.key))
      case 'mail':
        return this.sendMail(to.address, message)
      default:
        to satisfies never
    }
  }

  /**
   * Resolves when the mail server accepted the mail. Throws the reason of a failure. `returnToken`: the part of its return
   * address.
   */
  async sendMail(address: string, { id, title, text, link }: Mail, returnToken?: string): Promise<void> {
    if (this.#mail === undefined) throw new Error('the desk has no mail server')
    const { from = '', returns } = this.#options.mail ?? {}
    // A display name is no part of the envelope, and the return address is no part of the mail itself.
    const envelope =
      returns === undefined || returnToken === undefined
        ? {}
        : { envelope: { from: returnAddressOf(returns, returnToken), to: address } }
    const headers = { 'auto-submitted': 'auto-generated', 'x-countersign-id': id }
    const messageId = `<${id}@${from.slice(from.lastIndexOf('@') + 1).replace(/[^\w.-]/g, '')}>`
    try {
      await this.#mail.sendMail({
        from,
        to: { name: '', address },
        subject: title,
        text: `${text}\n\n${link}\n`,
        messageId,
        headers,
        ...envelope,
      })
    } catch (error) {
      throw new Error(`the mail server did not take it: ${reasonOf(error)}`, { cause: error })
    }
  }

  close(): void {
    this.#mail?.close()
  }

  #sendSigned(fetching: GuardedFetch, to: Secrets & { url: string }, { id, type, at, data }: Message): Promise<void> {
    // The form of Standard Webhooks.
    const text = JSON.stringify({ type, timestamp: at.toISOString(), data })
    return this.#post(fetching, to.url, text, signedHeaders(to, id, this.#options.now(), text))
  }

  async #post(
    fetching: GuardedFetch,
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    let status: number
    try {
      const answer = await fetching(url, { method: 'POST', body, headers, signal })
      // The body of the receiver's answer is discarded, however long it is.
      await answer.body?.cancel()
      status = answer.status
    } catch (error) {
      if (signal.aborted) throw new Error('it did not answer in time', { cause: error })
      throw new Error(`it could not be reached: ${reasonOf(error)}`, { cause: error })
    }
    if (status < 200 || status > 299) throw new Error(`it answered ${status}`)
  }
}

/** Connects to a mail server and signs in, as each mail does. Throws what the server or the network refuses. */
export async function verifyMailServer(mail: MailConfig, timeoutMs: number): Promise<void> {
  const transport = mailer(mail, timeoutMs)
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

function mailer({ url }: MailConfig, timeoutMs: number) {
  return createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/**
 * Formats a message for Slack and services that take its form: three characters have a meaning there and are escaped.
 */
function slackBody({ text, link, linkText }: Message): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return JSON.stringify({ text: `${plain} <${link}|${linkText}>` })
}

const REASON_CHARS_MAX = 300

/** Returns the reason of a failure, without an address or a secret in it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/https?:\/\/\S+/g, 'its address').slice(0, REASON_CHARS_MAX)
}
