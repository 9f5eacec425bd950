import type { Operation } from '../../../model/service.ts';
import { findSecret } from '../find.ts';
import type { SecretsState } from '../state.ts';
import { secretView } from '../views.ts';

export const describeSecret: Operation<SecretsState> = (state, { input }) => secretView(findSecret(state, input));
