import { required } from './settings.js';

export default {
  start() {
    required('SIGNING_KEY_FILE');
  },
};
