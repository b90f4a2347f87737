import { parseTree, readDocuments, leavesOf } from './support/dom.ts';
import { recognize } from '../../src/formats/registry.ts';
import { readdirSync } from 'node:fs';
const root='/work/shared/samples';
for (const name of readdirSync(root)) {
  if (!/^(ilcd|ecospold2|ecospold-fix|lcia)/.test(name)) continue;
  const missing = new Map<string,{n:number,ex:string}>();
  let docs = [...await readDocuments(`${root}/${name}`)];
  const lim = 60;
  if (docs.length > lim) docs = Array.from({length: lim}, (_, i) => docs[Math.floor(i*docs.length/lim)]!);
  for (const [file, bytes] of docs) {
    const found = recognize(bytes, file);
    if ('issue' in found) continue;
    const reading = found.adapter.read(bytes, file);
    if (reading.datasets.length === 0) continue;
    const squash = (t: string) => t.toLowerCase().replace(/\s/g, '');
    const texts: string[] = [];
    const collect = (v: unknown) => { if (typeof v === 'string') texts.push(squash(v)); else if (typeof v === 'number' || typeof v === 'boolean') texts.push(String(v)); else if (v && typeof v === 'object') for (const [k, x] of Object.entries(v)) { texts.push(squash(k)); collect(x); } };
    for (const d of reading.datasets) collect(d.record);
    const set = new Set(texts); const joined = texts.join('\n');
    for (const l of leavesOf(parseTree(bytes.toString('utf8')))) {
      const t = squash(l.text);
      if (set.has(t) || (t.length > 6 && joined.includes(t))) continue;
      const k=l.path.replace(/\[\d+\]/g,''); const d=missing.get(k)??{n:0,ex:''}; d.n++; if (!d.ex) d.ex=`${file}: ${l.text.slice(0,60)}`; missing.set(k,d);
    }
  }
  console.log('##', name);
  for (const [k,d] of [...missing].sort((a,b)=>b[1].n-a[1].n)) console.log(`${d.n}\t${k}\t${d.ex}`);
}
