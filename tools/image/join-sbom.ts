/** A part of a bill of materials in CycloneDX. */
interface Component {
  type: string
  name: string
  version: string
  purl: string
}

interface Bom {
  serialNumber?: string
  metadata?: { component?: object }
  components?: readonly object[]
}

/**
 * Adds the packages of Debian to the bill of materials that npm writes. `status`: dpkg's own list of what is installed
 * (/var/lib/dpkg/status). Time and number are those of the commit, so that two builds can be compared.
 */
export function joinSbom(npm: Bom, status: string, { release, created }: { release: string; created: Date }): object {
  const { serialNumber: _random, metadata, components = [], ...bom } = npm
  return {
    ...bom,
    // npm names the folder of the clone.
    metadata: {
      ...metadata,
      timestamp: created.toISOString(),
      component: { ...metadata?.component, name: 'countersign' },
    },
    components: [...components, ...listDebian(status, release)],
  }
}

/** Lists the installed packages, each with its package URL. */
export const listDebian = (status: string, release: string): Component[] =>
  status
    .split('\n\n')
    .filter((paragraph) => /^Status: install ok installed$/m.test(paragraph))
    .map((paragraph) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? ''
      const [name, version, architecture] = [field('Package'), field('Version'), field('Architecture')]
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=${release}`
      return { type: 'library', name, version, purl }
    })
