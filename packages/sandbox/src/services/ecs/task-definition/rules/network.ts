import { listIn, objectIn, objectsIn, textIn } from '../../../../model/input.ts';
import { firstSaid, type Rule, type Subject } from './subject.ts';

const vpcRefusals = [
  ['dnsServers', 'DNS servers are not supported on container when networkMode=awsvpc'],
  ['dnsSearchDomains', 'DNS search domains are not supported on container when networkMode=awsvpc'],
  ['links', 'Links are not supported when networkMode=awsvpc'],
  ['extraHosts', 'Extra hosts are not supported on container when networkMode=awsvpc'],
] as const;

/** What a network mode and an operating system do not go with. */
export const networkRules: readonly Rule[] = [vpc, proxy, windows, accelerators];

function vpc({ containers, networkMode }: Subject): string | undefined {
  if (networkMode !== 'awsvpc') return undefined;
  return firstSaid(containers, (container) => {
    if (container.disableNetworking === true) {
      return 'Disable Networking is not supported on container when networkMode=awsvpc';
    }
    if (textIn(container, 'hostname')) return 'Hostname is not supported on container when networkMode=awsvpc';
    return vpcRefusals.find(([member]) => (listIn(container, member) ?? []).length > 0)?.[1];
  });
}

function proxy({ body, containers, networkMode }: Subject): string | undefined {
  const written = objectIn(body, 'proxyConfiguration');
  if (written === undefined) return undefined;
  const name = textIn(written, 'containerName');
  if (!containers.some((container) => container.name === name)) return `Proxy container [${name}] does not exist`;
  return networkMode === 'awsvpc' ? undefined : "Proxy configuration requires network mode 'awsvpc'.";
}

function windows({ body, containers, isWindows }: Subject): string | undefined {
  if (!isWindows) return undefined;
  const refused = (field: string): string => `Windows task definitions do not support ${field}.`;
  if (body.pidMode !== undefined) return refused('pidMode');
  if (body.ipcMode !== undefined) return refused('ipcMode');
  if (objectIn(body, 'runtimePlatform')?.cpuArchitecture === 'ARM64') return refused('cpuArchitecture ARM64');
  return firstSaid(containers, (container) => {
    if (container.linuxParameters !== undefined) return refused('linuxParameters');
    if (container.privileged === true) return refused('privileged');
    if (container.user !== undefined) return refused('user');
    if ((listIn(container, 'links') ?? []).length > 0) return refused('links');
    return (listIn(container, 'systemControls') ?? []).length > 0 ? refused('systemControls') : undefined;
  });
}

function accelerators({ body }: Subject): string | undefined {
  return (objectsIn(body, 'inferenceAccelerators') ?? []).length > 0
    ? "Unsupported field 'inferenceAccelerators'"
    : undefined;
}
