import { X509Certificate } from 'node:crypto'
import type { EnvironmentReader } from './environment.ts'
import { parseIssuer } from './setting-values.ts'

/** The identity provider that signs people in by SAML 2.0. */
export interface SamlSettings {
  /** The address at which people sign in (HTTP-Redirect binding). */
  url: string
  /** The entity ID of the provider, which it states as the issuer of each assertion. */
  entityId: string
  /** The certificates with which the provider signs, in PEM: the present one, and the next one during a change. */
  certificates: readonly string[]
  /** The attribute that is a person's externalId in the directory. Undefined: the NameID. */
  linkAttribute: string | undefined
}

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g
const CERTIFICATES_MAX = 4

/** Reads single sign-on by SAML: address, entity ID and certificate, or none of them. */
export function readSaml({ read, readSecret, check }: EnvironmentReader, problems: string[]): SamlSettings | undefined {
  const [urlName, certificateName] = ['COUNTERSIGN_SAML_URL', 'COUNTERSIGN_SAML_CERTIFICATE']
  const url = check(urlName, read(urlName), parseAddress, 'an https address such as https://id.example/saml')
  const [entityId, linkAttribute] = [read('COUNTERSIGN_SAML_ENTITY_ID'), read('COUNTERSIGN_SAML_LINK_ATTRIBUTE')]
  const pem = readSecret(certificateName)
  const parts = { [urlName]: read(urlName), COUNTERSIGN_SAML_ENTITY_ID: entityId, [certificateName]: pem }
  const missing = Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [name] : []))
  if (missing.length > 0 && missing.length < 3)
    problems.push(...missing.map((name) => `${name} is missing, and single sign-on by SAML is set in part.`))
  const certificates = check(certificateName, pem, parseCertificates, `1 to ${CERTIFICATES_MAX} certificates in PEM`)
  if (url === undefined || entityId === undefined || certificates === undefined) return undefined
  if (read('COUNTERSIGN_OIDC_ISSUER') !== undefined)
    problems.push(`${urlName} and COUNTERSIGN_OIDC_ISSUER are both set. Set one and remove the other.`)
  return { url, entityId, certificates, linkAttribute }
}

/** Accepts the address of an identity provider, which may have a query. */
function parseAddress(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  url.search = ''
  return parseIssuer(url.href) === undefined ? undefined : text
}

function parseCertificates(text: string): string[] | undefined {
  const found = text.match(PEM) ?? []
  if (found.length === 0 || found.length > CERTIFICATES_MAX) return undefined
  try {
    return found.map((each) => new X509Certificate(each).toString())
  } catch {
    return undefined
  }
}
