import { type Static, type TObject, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Connector } from '../foundation/connector/connector.ts'
import type { PlatformWebhook } from '../foundation/connector/platform-webhook.ts'
import type { LabelStore } from '../foundation/connector/label-store.ts'
import type { CoopTypes } from '../foundation/coop/coop-item.ts'
import type { Labeler } from '../foundation/connector/labeler.ts'
import type { SigningKey } from '../foundation/outgoing/signing-key.ts'

/** One secret of a platform, which is never in the file of platforms. */
export interface SecretSetting {
  isRequired: boolean
  /** Returns the usable secret. Undefined: the text is none. */
  parse(text: string): string | undefined
  /** The required form, in words. */
  wanted: string
  /** True for a secret that one person may set alone: it only adds a signature to calls, and proves no sender. */
  onlySigns?: true
}

/** The dependencies that every connector gets. */
export interface ConnectorContext {
  /** Finds the key that signs the desk's instructions. */
  findKey?: () => Promise<SigningKey>
  now: () => Date
  /** Private addresses that may be reached, as COUNTERSIGN_ALLOW_PRIVATE says. */
  allowPrivate: readonly string[]
  /** The labels that the desk publishes as a labeler. Undefined: a command, which publishes none. */
  labels?: LabelStore
}

/** The names of settings and secrets that only work together. */
export interface Together {
  settings: readonly string[]
  secrets: readonly string[]
}

type Secrets = Readonly<Record<string, string>>

interface TypedKind<Schema extends TObject> {
  kind: string
  /** The settings of one platform in the file, beside `connector`. */
  settings: Schema
  /** The secrets by name: PASSWORD of the platform `bluesky` is COUNTERSIGN_PLATFORM_BLUESKY_PASSWORD. */
  secrets: Readonly<Record<string, SecretSetting>>
  /** Settings and secrets that are set all or not at all. */
  together?: Together
  /** Returns the address that the connector calls. Two people agree to it. */
  address(settings: Static<Schema>): string
  open(settings: Static<Schema>, secrets: Secrets, context: ConnectorContext): Connector
  /** Returns the webhook by which the platform sends events. Undefined: none is set up. Left out: the kind has none. */
  webhook?(settings: Static<Schema>, secrets: Secrets): PlatformWebhook | undefined
  /** Returns the moderation service that the desk is for this platform. Undefined or left out: none. */
  labeler?(settings: Static<Schema>, secrets: Secrets): LabelerSettings | undefined
  /** Returns the types of a platform that sends reports in the form of Coop. Left out: it sends none. */
  coop?(settings: Static<Schema>): CoopTypes
}

type LabelerSettings = Omit<Labeler, 'platform' | 'allowPrivate'>

/** A kind of platform that the desk moderates: the settings that it needs, and the connector that calls it. */
export interface ConnectorKind {
  kind: string
  settings: TObject
  secrets: Readonly<Record<string, SecretSetting>>
  together?: Together
  address(settings: unknown): string
  open(settings: unknown, secrets: Secrets, context: ConnectorContext): Connector
  webhook(settings: unknown, secrets: Secrets): PlatformWebhook | undefined
  labeler(settings: unknown, secrets: Secrets): LabelerSettings | undefined
  coop(settings: unknown): CoopTypes | undefined
}

/** Defines a kind of connector whose functions get settings that were checked against its schema. */
export function defineKind<Schema extends TObject>(kind: TypedKind<Schema>): ConnectorKind {
  const check = (settings: unknown): Static<Schema> => {
    if (Value.Check(kind.settings, settings)) return settings
    throw new TypeError(`the settings of a platform of the kind ${kind.kind} were not checked`)
  }
  return {
    ...kind,
    address: (settings) => kind.address(check(settings)),
    open: (settings, secrets, context) => kind.open(check(settings), secrets, context),
    webhook: (settings, secrets) => kind.webhook?.(check(settings), secrets),
    labeler: (settings, secrets) => kind.labeler?.(check(settings), secrets),
    coop: (settings) => kind.coop?.(check(settings)),
  }
}

/** An address of a platform, without a user or a password in it. */
export const Address = Type.String({
  pattern: '^https?://[^@\\s/]+(/[^\\s]*)?$',
  maxLength: 500,
  description: 'must be an address such as https://platform.example',
})
