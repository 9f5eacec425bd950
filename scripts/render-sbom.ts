import type { Package } from './packages.ts';
import type { ThirdParty } from './third-party.ts';

/** The bill of materials of a bundle. Source: https://cyclonedx.org/docs/1.6/json/ */
export function renderSbom({ name, manifest }: Package, packages: readonly ThirdParty[]): string {
  const { version, license } = manifest;
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: component({ name, version, license }, 'application'),
    },
    components: packages.map((item) => component(item, 'library')),
    dependencies: [{ ref: purl(name, version), dependsOn: packages.map((item) => purl(item.name, item.version)) }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function component({ name, version, license }: Omit<ThirdParty, 'licenseText'>, type: string) {
  const [group, short] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const licenses = [/^[A-Za-z0-9.-]+$/.test(license) ? { license: { id: license } } : { expression: license }];
  const ref = purl(name, version);
  return { type, 'bom-ref': ref, ...(group === undefined ? {} : { group }), name: short, version, licenses, purl: ref };
}

/** Source: https://github.com/package-url/purl-spec */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
