// Settings of the embedded PostgreSQL: a data hub on a small machine (2 cores, 4 GB), one reason per line.

export interface Setting {
  name: string;
  value: string;
  why: string;
  /** Leave the setting out when this build of PostgreSQL does not know the value. */
  optional?: true;
}

export const defaultSettings: Setting[] = [
  { name: 'max_connections', value: '60', why: 'a few pools of ours; every connection is a process' },
  { name: 'shared_buffers', value: '256MB', why: 'holds the indexes of some hundred thousand footprints, leaves the rest to the page cache' },
  { name: 'effective_cache_size', value: '2GB', why: 'what the planner may assume to find in the page cache' },
  { name: 'work_mem', value: '32MB', why: 'aggregations over one database sort in memory; few queries run at once' },
  { name: 'maintenance_work_mem', value: '256MB', why: 'indexes are built after an import, one at a time' },
  { name: 'wal_level', value: 'minimal', why: 'nothing replicates this server; bulk loads into new tables skip the log' },
  { name: 'max_wal_senders', value: '0', why: 'required by wal_level=minimal' },
  { name: 'max_wal_size', value: '4GB', why: 'an import of 2.6 GB of XML ends within one checkpoint cycle' },
  { name: 'checkpoint_timeout', value: '15min', why: 'fewer full-page images during imports; recovery stays below a minute or two' },
  { name: 'wal_compression', value: 'lz4', why: 'less log for little processor time; pglz costs more than it saves on 2 cores', optional: true },
  { name: 'default_toast_compression', value: 'lz4', why: 'source documents are stored compressed; lz4 reads several times faster than pglz', optional: true },
  { name: 'fsync', value: 'on', why: 'data survive a crash of the application, of PostgreSQL and of the machine' },
  { name: 'synchronous_commit', value: 'off', why: 'a crash of PostgreSQL or of the machine may lose the last 0.6 s of commits, never consistency; 8 times more single writes' },
  { name: 'random_page_cost', value: '1.1', why: 'disks are solid state' },
  { name: 'jit', value: 'off', why: 'queries are short; compiling them costs more than it saves' },
  { name: 'timezone', value: 'UTC', why: 'the same answer on every machine' },
  { name: 'log_timezone', value: 'UTC', why: 'log lines compare with ours' },
  { name: 'log_checkpoints', value: 'off', why: 'a quiet log: what is in it matters' },
];

/** The text of a PostgreSQL configuration file. */
export function configurationText(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return ['# Written by Tanlu at every start; changes are lost. See src/database/embedded/settings.ts.', ...lines, ''].join('\n');
}
