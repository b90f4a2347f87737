import { readDocuments } from './support/dom.ts';
import { recognize } from '../../src/formats/registry.ts';
for await (const [file, bytes] of await readDocuments('/work/shared/samples/ecospold2-uslci-767.zip')) {
  if (!file.startsWith('fa60e60f')) continue;
  const found = recognize(bytes, file); if ('issue' in found) break;
  const r = found.adapter.read(bytes, file);
  const c: Record<string, number> = {}; for (const d of r.datasets) { const k = d.noun + (d.derived ? ' derived' : ''); c[k] = (c[k] ?? 0) + 1; }
  console.log(c, r.refused, [...r.account.unmapped].slice(0, 20));
  for (const d of r.datasets) if (d.noun === 'contact' || d.noun === 'source') console.log(JSON.stringify(d));
  const t = bytes.toString('utf8'); console.log(t.slice(t.indexOf('<person '), t.indexOf('<person ') + 600)); const i=t.indexOf('<source '); console.log(t.slice(i,i+500)); console.log(t.slice(t.indexOf('<usedUser')-30, t.indexOf('<usedUser')+200));
}
