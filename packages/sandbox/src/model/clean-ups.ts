/** What is to be closed, latest first. An `AsyncDisposableStack`, which Node 22 does not have. */
export class CleanUps implements AsyncDisposable {
  #actions: (() => void | PromiseLike<void>)[] = [];

  defer(action: () => void | PromiseLike<void>): void {
    this.#actions.push(action);
  }

  use<Resource extends AsyncDisposable>(resource: Resource): Resource {
    this.defer(() => resource[Symbol.asyncDispose]());
    return resource;
  }

  /** Hands everything on to another owner. */
  move(): CleanUps {
    const moved = new CleanUps();
    moved.#actions = this.#actions;
    this.#actions = [];
    return moved;
  }

  /** Closes everything, whatever fails; throws the first failure. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const action of this.#actions.splice(0).reverse()) {
      try {
        await action();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
