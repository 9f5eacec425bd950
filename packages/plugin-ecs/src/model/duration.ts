export { formatDuration, parseDuration } from '@funade/core';
