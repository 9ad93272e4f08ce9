let asked = 0;

export default {
  around(work) {
    if (++asked % 20 === 0) throw new Error('Lost connection to the document index');
    return work();
  },
};
