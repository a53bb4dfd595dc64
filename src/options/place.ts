/** Where a value stands in a call, as messages name it: `MuslRustChef: images[0].env.A`. */
export class Place {
  constructor(
    private readonly callee: string,
    private readonly path: string,
  ) {}

  /** A property of the value. */
  public property(name: string): Place {
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return this.below(`[${JSON.stringify(name)}]`);
    return this.below(this.path ? `.${name}` : name);
  }

  /** An element of the value, which is a list. */
  public element(index: number): Place {
    return this.below(`[${index}]`);
  }

  /** The path of an option below it, without whose options they are. */
  public pathOf(option: string): string {
    return this.path ? `${this.path}.${option}` : option;
  }

  public toString(): string {
    // the struct that all options are in goes without saying, unless it is the wrong value itself
    return `${this.callee}: ${this.path || 'options'}`;
  }

  private below(part: string): Place {
    return new Place(this.callee, `${this.path}${part}`);
  }
}
