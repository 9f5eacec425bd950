export { durationText as formatDuration } from '@funade/core';
