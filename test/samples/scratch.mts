import { parseTree, readDocuments, leavesOf } from './support/dom.ts';
import { recognize } from '../../src/formats/registry.ts';
import { readdirSync, statSync } from 'node:fs';
const root='/work/shared/samples';
const diffs = new Map<string,{n:number,ex:string}>();
const missing = new Map<string,{n:number,ex:string}>();
for (const name of readdirSync(root)) {
  if (!/^(ilcd|ecospold2|ecospold-fix|lcia)/.test(name)) continue;
  const path = `${root}/${name}`;
  let docs = [...await readDocuments(path)];
  const lim = Number(process.argv[2] ?? 60);
  if (docs.length > lim) docs = Array.from({length: lim}, (_, i) => docs[Math.floor(i*docs.length/lim)]!);
  let eq=0, ne=0, skip=0;
  for (const [file, bytes] of docs) {
    const found = recognize(bytes, file);
    if ('issue' in found) { skip++; continue; }
    const text = bytes.toString('utf8');
    const reading = found.adapter.read(bytes, file);
    const leaves = leavesOf(parseTree(text));
    let beside = 0; for (const n of reading.account.unmapped.values()) beside += n;
    const got = reading.account.kept + beside;
    if (got === leaves.length) eq++; else { ne++; const k=`${name} ${got-leaves.length}`; const d=diffs.get(k)??{n:0,ex:''}; d.n++; d.ex=`${file} leaves ${leaves.length} kept ${reading.account.kept} beside ${beside}`; diffs.set(k,d); }
    const all = JSON.stringify(reading.datasets.map(d=>d.record)).toLowerCase().replace(/\s|\\[nrt]/g,'');
    const datasetsIssues = JSON.stringify(reading.datasets.map(d=>d.issues)) + JSON.stringify(reading.issues);
    for (const l of leaves) {
      const t = l.text.trim(); if (t.length < 9) continue;
      const needle = JSON.stringify(t).slice(1,-1).toLowerCase().replace(/\s|\\[nrt]/g,'');
      if (!all.includes(needle)) { const k=`${name} ${l.path.replace(/\[\d+\]/g,'')}`; const d=missing.get(k)??{n:0,ex:''}; d.n++; d.ex=`${file}: ${t.slice(0,100)}`; missing.set(k,d);} 
    }
  }
  console.log(name, {docs: docs.length, eq, ne, skip});
}
for (const [k,d] of [...diffs].slice(0,60)) console.log(k, d);
console.log('--- missing texts');
for (const [k,d] of [...missing].sort((a,b)=>b[1].n-a[1].n).slice(0,80)) console.log(k, d);
