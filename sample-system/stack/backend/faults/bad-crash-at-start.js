export default {
  start() {
    throw new Error('Cannot find module ./routes/rfas.js');
  },
};
