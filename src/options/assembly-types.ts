/** What is read of a type in `.jsii`; the whole of it is in `@jsii/spec`. */
export type Type = ClassType | InterfaceType | EnumType;

/** A class. */
export interface ClassType extends Named {
  readonly kind: 'class';
  readonly initializer?: Callable;
  readonly methods?: Method[];
  readonly properties?: (Property & { readonly static?: boolean })[];
}

/** A method, of the class or of its objects. */
export interface Method extends Callable {
  readonly name: string;
  readonly static?: boolean;
  readonly protected?: boolean;
  readonly returns?: Value;
}

/** A struct, which `datatype` tells from an interface of methods. */
export interface InterfaceType extends Named {
  readonly kind: 'interface';
  readonly datatype?: boolean;
  readonly interfaces?: string[];
  /** Its own, without those of `interfaces`. */
  readonly properties?: Property[];
}

/** An enum. Its values are known at run time only. */
export interface EnumType extends Named {
  readonly kind: 'enum';
  readonly members: { readonly name: string }[];
}

/** The type of a value. */
export interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
  readonly union?: { readonly types: TypeReference[] };
  readonly intersection?: unknown;
}

/** A property or a parameter. */
export interface Property extends Value {
  readonly name: string;
  /** Of the last parameter: whether it is all arguments that are left. */
  readonly variadic?: boolean;
}

interface Value {
  readonly type: TypeReference;
  readonly optional?: boolean;
}

interface Callable {
  readonly parameters?: Property[];
}

interface Named {
  readonly fqn: string;
  readonly name: string;
}
