// Loaded by Node before mystmd: notes the host of each connection that is tried, and refuses it.

const fs = require("node:fs");
const net = require("node:net");

net.Socket.prototype.connect = function (...given) {
  const asked = Array.isArray(given[0]) ? given[0][0] : given[0];
  fs.appendFileSync(process.env.COMPASS_TEST_ASKED, `${asked.host ?? asked.path ?? asked}\n`);
  process.nextTick(() => this.destroy(new Error("there is no network in this test")));
  return this;
};
