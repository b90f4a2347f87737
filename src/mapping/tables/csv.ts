// Comma-separated text (RFC 4180), also with other separators: quoted cells, doubled quotes, line breaks inside quotes; each record knows its first line.

export interface CsvRecord {
  cells: string[];
  /** Line of the file, from 1, on which the record starts. */
  line: number;
}

/** Splits CSV text into records. Blank lines are left out; a byte order mark is dropped. */
export function parseCsv(text: string, separator = ','): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
  };
  const endRecord = (): void => {
    endCell();
    if (cells.length > 1 || cells[0] !== '') records.push({ cells, line: start });
    cells = [];
    start = line;
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\n') line++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[i++];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === separator) endCell();
    else if (character === '\n') endRecord();
    else if (character !== '\r') cell += character;
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return records;
}

/** Prints records, a line each; cells are quoted where they must be. */
export function printCsv(records: readonly (readonly string[])[], separator = ','): string {
  const cell = (text: string): string => (text.includes(separator) || /["\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);
  return records.map((cells) => `${cells.map(cell).join(separator)}\n`).join('');
}
