import type { Random } from '../../model/random.ts';
import type { PulledImage, Scope } from '../../model/service.ts';
import type { Doors } from '../../wire/doors.ts';
import type { Ends, RequestHandler } from '../../wire/exchange.ts';
import type { Listener } from '../../wire/listen.ts';
import { BlobStore } from './blob-store.ts';
import { resolveReference } from './find-repository.ts';
import { RegistryTokens } from './registry-tokens.ts';
import type { RegistryState } from './state.ts';

/** Answers a request to one of the registries. */
export type RegistryHandler = (state: RegistryState, ends: Ends) => Promise<void>;

/** How registries are opened. */
export interface RegistriesOptions {
  readonly doors: Doors;
  readonly firstPort: number;
  readonly random: Random;
  readonly handler: RegistryHandler;
}

/** The registries of a sandbox: each account and region has its own, on its own port. */
export class Registries implements AsyncDisposable {
  readonly #handler: RegistryHandler;
  readonly #doors: Doors;
  readonly #blobs = new BlobStore();
  readonly #random: Random;
  readonly #tokens: RegistryTokens;
  readonly #open = new Map<string, Promise<RegistryState>>();
  readonly #states = new Map<string, RegistryState>();
  readonly #listeners: Listener[] = [];
  #nextPort: number;

  /** `firstPort` 0 takes any free ports. */
  constructor({ doors, firstPort, random, handler }: RegistriesOptions) {
    this.#doors = doors;
    this.#random = random;
    this.#tokens = new RegistryTokens(random);
    this.#nextPort = firstPort;
    this.#handler = handler;
  }

  /** The registry of this account and region, which listens from now on. */
  async open(scope: Scope): Promise<RegistryState> {
    const key = keyOf(scope);
    const known = this.#open.get(key);
    if (known !== undefined) return await known;
    const opening = this.#start(scope);
    this.#open.set(key, opening);
    return await opening;
  }

  /** The registry of this account and region; throws RangeError before `open` has ended. */
  get(scope: Scope): RegistryState {
    const state = this.#states.get(keyOf(scope));
    if (state === undefined) throw new RangeError(`the registry of ${keyOf(scope)} is not open`);
    return state;
  }

  list(): readonly RegistryState[] {
    return [...this.#states.values()];
  }

  /** What a pull of this reference (`127.0.0.1:PORT/shop/api:v1`) would bring. */
  image(reference: string): PulledImage | null | 'not-ours' {
    const [, host = '', name = '', tag = 'latest', digest] = referenceShape.exec(reference) ?? [];
    const state = this.list().find((candidate) => candidate.host === host);
    if (state === undefined) return 'not-ours';
    const repository = state.repositories.get(name);
    const found = repository === undefined ? null : resolveReference(repository, digest ?? tag);
    const image = found === null ? undefined : repository?.images.get(found);
    return image === undefined ? null : { digest: image.digest, platforms: image.platforms };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener[Symbol.asyncDispose]()));
    await this.#blobs[Symbol.asyncDispose]();
  }

  async #start(scope: Scope): Promise<RegistryState> {
    const port = this.#nextPort === 0 ? 0 : this.#nextPort++;
    let handle: RequestHandler = async (_, response) => {
      response.destroy();
    };
    const listener = await this.#doors.open(port, (request, response) => handle(request, response));
    this.#listeners.push(listener);
    const state: RegistryState = {
      ...scope,
      host: `127.0.0.1:${listener.port}`,
      blobs: this.#blobs,
      tokens: this.#tokens,
      random: this.#random,
      repositories: new Map(),
    };
    handle = (request, response) => this.#handler(state, { request, response });
    this.#states.set(keyOf(scope), state);
    return state;
  }
}

const referenceShape = /^([^/]+)\/([^:@]+)(?::([^@]+))?(?:@(sha\d+:[0-9a-f]+))?$/;

function keyOf({ account, region }: Scope): string {
  return `${account}/${region}`;
}
