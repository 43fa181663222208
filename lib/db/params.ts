/** The parameters of one SQL statement, numbered as they are added. */
export class Params {
  readonly values: unknown[] = [];

  /** Adds a value and gives its placeholder, such as `$3`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
