// Names inside a package: which could escape from it, which are litter of an operating system, which are archives themselves.

/** Why a name must not be trusted, undefined when it is a plain path inside the package. */
export function dangerOf(name: string): string | undefined {
  if (name.includes('\0')) return 'has a zero character in its name';
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/')) return 'is an absolute path';
  if (/^[a-zA-Z]:/.test(name)) return 'names a drive';
  if (name.split('/').includes('..')) return 'leads out of the package';
  return undefined;
}

/** True for hidden files and what macOS and Windows leave behind. */
export function isLitter(name: string): boolean {
  return name.split('/').some((part) => part === '__MACOSX' || part === 'Thumbs.db' || part === 'desktop.ini' || (part.startsWith('.') && part !== '.'));
}

const archiveName = /\.(zip|7z|rar|gz|tgz|bz2|xz|zst|tar)$/i;
// Office documents are zip files too, but attachments (ILCD external_docs) and not packages.
const knownName = /\.(xml|spold|json|jsonld|csv|tsv|txt|md|html?|xsl|xslt|xsd|css|js|pdf|png|jpe?g|gif|svg|docx?|xlsx?|pptx?|od[tsp])$/i;

/** Whether an entry is an archive by its name; undefined when only its content tells. */
export function isArchiveName(name: string): boolean | undefined {
  if (archiveName.test(name)) return true;
  return knownName.test(name) ? false : undefined;
}
