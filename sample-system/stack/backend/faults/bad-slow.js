import { setTimeout as pause } from 'node:timers/promises';

export default {
  async around(work) {
    const began = performance.now();
    const answer = await work();
    await pause(Math.max(9 * (performance.now() - began), 50));
    return answer;
  },
};
