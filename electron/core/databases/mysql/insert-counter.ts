import type { TableRows } from '../driver.ts';

const create = Buffer.from('CREATE TABLE `');
const insert = Buffer.from('INSERT INTO `');
const byte = { line: 10, quote: 39, open: 40, close: 41, semicolon: 59, v: 86, backslash: 92, backtick: 96 } as const;

type Place =
  /** At the beginning of a line, as far as one of the two statements has been read. */
  | 'line'
  /** In a line that says nothing of tables. */
  | 'skip'
  /** In the table's name. */
  | 'name'
  /** After it: in a list of columns perhaps. */
  | 'columns'
  | 'column'
  /** In the rows. */
  | 'rows'
  | 'text'
  | 'escaped';

/**
 * Counts the rows of each table in what mysqldump writes, while it passes. There every statement begins a line, and
 * no value holds a line's end as it is.
 */
export class InsertCounter {
  readonly #rows = new Map<string, number>();
  #place: Place = 'line';
  #statement: Buffer | null = null;
  #at = 0;
  #name: number[] = [];
  #mayEnd = false;
  #table = '';
  #depth = 0;
  #found = 0;

  hear(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#place === 'skip') {
        const end = chunk.indexOf(byte.line, at);
        if (end < 0) return;
        at = end;
        this.#begin();
        continue;
      }
      this.#take(chunk[at] ?? 0);
    }
  }

  /** Every table, also one without rows. */
  get counted(): TableRows[] {
    return [...this.#rows].map(([table, rows]) => ({ table, rows }));
  }

  #begin(): void {
    this.#place = 'line';
    this.#statement = null;
    this.#at = 0;
  }

  #take(next: number): void {
    switch (this.#place) {
      case 'line':
        this.#takeStart(next);
        return;
      case 'name':
        this.#takeName(next);
        return;
      case 'columns':
        if (next === byte.backtick) this.#place = 'column';
        // VALUES
        else if (next === byte.v) this.#place = 'rows';
        return;
      case 'column':
        // A doubled one opens it again.
        if (next === byte.backtick) this.#place = 'columns';
        return;
      case 'rows':
        this.#takeRows(next);
        return;
      case 'text':
        if (next === byte.backslash) this.#place = 'escaped';
        else if (next === byte.quote) this.#place = 'rows';
        return;
      case 'escaped':
        this.#place = 'text';
        return;
      case 'skip':
    }
  }

  #takeStart(next: number): void {
    if (next === byte.line) {
      this.#begin();
      return;
    }
    this.#statement ??= next === create[0] ? create : insert;
    if (next !== this.#statement[this.#at]) {
      this.#place = 'skip';
      return;
    }
    this.#at += 1;
    if (this.#at < this.#statement.length) return;
    this.#place = 'name';
    this.#name = [];
    this.#mayEnd = false;
  }

  #takeName(next: number): void {
    if (this.#mayEnd && next !== byte.backtick) {
      this.#table = Buffer.from(this.#name).toString('utf8');
      this.#rows.set(this.#table, this.#rows.get(this.#table) ?? 0);
      this.#place = this.#statement === insert ? 'columns' : 'skip';
      this.#depth = 0;
      this.#found = 0;
      return;
    }
    if (next === byte.backtick && !this.#mayEnd) {
      this.#mayEnd = true;
      return;
    }
    this.#mayEnd = false;
    this.#name.push(next);
  }

  #takeRows(next: number): void {
    if (next === byte.quote) this.#place = 'text';
    else if (next === byte.open) {
      if (this.#depth === 0) this.#found += 1;
      this.#depth += 1;
    } else if (next === byte.close) this.#depth -= 1;
    else if (next === byte.semicolon && this.#depth === 0) {
      this.#rows.set(this.#table, (this.#rows.get(this.#table) ?? 0) + this.#found);
      this.#place = 'skip';
    }
  }
}
