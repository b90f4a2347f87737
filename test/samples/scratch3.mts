// bisect: remove one leaf; total must fall by one
import { parseTree, readDocuments, leavesOf, type Element } from './support/dom.ts';
import { recognize } from '../../src/formats/registry.ts';
const [, , path, only] = process.argv;
const esc = (t: string) => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\r', '&#xD;').replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;');
const ser = (e: Element): string => `<${e.name} xmlns="${esc(e.namespace)}"${Object.entries(e.attributes).map(([k, v]) => ` ${k.replace(/^(?!xml:)[\w-]+:/, (p) => p)}="${esc(v)}"`).join('')}>${esc(e.children.length ? e.text.trim() : e.text)}${e.children.map(ser).join('')}</${e.name}>`;
const nsOf = (t: string) => [...t.matchAll(/\sxmlns:([\w-]+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!] as const);
for (const [file, bytes] of await readDocuments(path!)) {
  if (!file.includes(only!)) continue;
  const tree = parseTree(bytes.toString('utf8'));
  const ns = new Map(nsOf(bytes.toString('utf8')));
  const doc = () => ser(tree).replace(/^<([\w:-]+)/, (m) => m + [...ns].map(([p, u]) => ` xmlns:${p}="${u}"`).join(''));
  const total = () => { const b = Buffer.from(doc()); const f = recognize(b, file); if ('issue' in f) throw new Error(JSON.stringify(f)); const r = f.adapter.read(b, file); let s = r.account.kept; for (const n of r.account.unmapped.values()) s += n; return s; };
  const base = total();
  console.log(file, 'leaves', leavesOf(tree).length, 'account', base);
  const odd = new Map<string, { n: number; d: number; t: string }>();
  const walk = (e: Element, p: string) => {
    for (const k of Object.keys(e.attributes)) { if (k === 'xml:lang') continue; const v = e.attributes[k]!; delete e.attributes[k]; const d = base - total(); e.attributes[k] = v; if (d !== 1) { const key = `${p}/@${k} ${d}`; const o = odd.get(key) ?? { n: 0, d, t: v.slice(0, 60) }; o.n++; odd.set(key, o); } }
    if (e.text.trim() !== '') { const t = e.text; const l = e.attributes['xml:lang']; e.text = ''; if (l) delete e.attributes['xml:lang']; const d = base - total(); e.text = t; if (l) e.attributes['xml:lang'] = l; if (d !== (l ? 2 : 1)) { const key = `${p} text${l ? '+lang ' + l : ''} ${d}`; const o = odd.get(key) ?? { n: 0, d, t: t.slice(0, 60) }; o.n++; odd.set(key, o); } }
    else if (e.children.length === 0 && Object.keys(e.attributes).length === 0) { const key = `${p} empty`; odd.set(key, { n: (odd.get(key)?.n ?? 0) + 1, d: 0, t: '' }); }
    e.children.forEach((c) => walk(c, `${p}/${c.name}`));
  };
  walk(tree, '');
  for (const [k, v] of odd) console.log('  ', k, JSON.stringify(v));
}
