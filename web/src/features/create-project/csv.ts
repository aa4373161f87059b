/** Comma and tab separated values by RFC 4180: quoted fields may hold separators, line ends and doubled quotes. */

/** The rows of a text. A quote that never closes takes the rest as its field. */
export function parseSeparated(text: string, separator: "," | "\t" | ";"): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = "";
  };
  const endRow = (): void => {
    endField();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field === "") quoted = true;
    else if (char === separator) endField();
    else if (char === "\n") endRow();
    else if (char !== "\r" || text.charAt(at + 1) !== "\n") field += char;
  }
  if (field !== "" || row.length > 0) endRow();
  return rows;
}
