// What a set of NetworkPolicies lets through between the pods of a set of
// workloads.
import { nameOf } from './manifests.mjs';

/** Whether a label selector takes in `labels`. An empty one takes all. */
export function matches(selector, labels) {
  const plain = Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return plain && (selector?.matchExpressions ?? []).every(({ key, operator, values }) => {
    switch (operator) {
      case 'In': return values.includes(labels[key]);
      case 'NotIn': return !values.includes(labels[key]);
      case 'Exists': return key in labels;
      case 'DoesNotExist': return !(key in labels);
      default: throw new Error(`no such operator: ${operator}`);
    }
  });
}

/** The one edge to outside that needs no arrow: the cluster's DNS. */
function isDns(peer, ports) {
  return peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] === 'kube-system' &&
    peer.podSelector?.matchLabels?.['k8s-app'] === 'kube-dns' &&
    ports.length > 0 && ports.every(({ port, protocol }) => port === 53 && ['UDP', 'TCP'].includes(protocol));
}

/** {edges: [{direction, from, to, port, at}], findings}. `to` and `from` are
 *  names of workloads, or `anyone`. portOf(workload, told) resolves a port. */
export function openEdges(objects, workloads, portOf) {
  const edges = [];
  const findings = [];
  const policies = objects.filter((o) => o.kind === 'NetworkPolicy');
  for (const workload of workloads) {
    for (const type of ['Ingress', 'Egress']) {
      const guarded = policies.some((p) => p.spec.policyTypes?.includes(type) && matches(p.spec.podSelector, workload.labels));
      if (!guarded) findings.push(`${workload.at}: no NetworkPolicy limits its ${type.toLowerCase()}`);
    }
  }
  for (const policy of policies) {
    const at = nameOf(policy);
    const selected = workloads.filter((w) => matches(policy.spec.podSelector, w.labels));
    if (!selected.length) findings.push(`${at}: selects no pods`);
    for (const direction of ['ingress', 'egress']) {
      for (const rule of policy.spec[direction] ?? []) {
        const ports = rule.ports ?? [];
        if (!ports.length || ports.some((p) => p.port === undefined || p.endPort !== undefined)) {
          findings.push(`${at}: an ${direction} rule opens more than single ports`);
          continue;
        }
        const others = [];
        for (const peer of rule[direction === 'ingress' ? 'from' : 'to'] ?? [{}]) {
          if (direction === 'egress' && isDns(peer, ports)) continue;
          if (!peer.podSelector || peer.namespaceSelector || peer.ipBlock) others.push({ name: 'anyone', at: 'anyone', containers: [] });
          else {
            const inside = workloads.filter((w) => matches(peer.podSelector, w.labels));
            if (!inside.length) findings.push(`${at}: an ${direction} peer selects no pods`);
            others.push(...inside);
          }
        }
        for (const own of selected) {
          for (const other of others) {
            const [from, to] = direction === 'ingress' ? [other, own] : [own, other];
            for (const { port } of ports) edges.push({ direction, from: from.name, to: to.name, port: portOf(to, port) ?? port, at });
          }
        }
      }
    }
  }
  return { edges, findings };
}
