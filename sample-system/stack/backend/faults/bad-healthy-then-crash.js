const after = Number(process.env.FAULT_AFTER_SECONDS ?? 20);

export default {
  start() {
    setTimeout(() => {
      throw new Error('Cannot read properties of undefined (reading "workflow")');
    }, after * 1000);
  },
};
