// A bad line to the server: a proxy that loses a share of the requests to uploads, in each way a line can.
import http from "node:http";

/* Losing: before the server heard anything, in the middle of the body, or the answer. The same seed loses alike. */
export function badLine(port, share, seed = 1) {
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const line = {share, asked: 0, lost: 0, down: false, on: () => {}};
  const server = http.createServer((rq, rs) => {
    const upload = rq.url.startsWith("/u/"), lose = upload && random() < line.share ? Math.floor(random() * 3) : -1;
    if (upload) line.asked++;
    if (lose >= 0) line.lost++;
    if (line.down || lose === 0) return rq.socket.destroy();
    const out = http.request({port, host: "127.0.0.1", method: rq.method, path: rq.url, headers: rq.headers, agent: false}, (answer) => {
      if (lose === 2) { answer.resume(); return rq.socket.destroy(); }
      rs.writeHead(answer.statusCode, answer.headers);
      answer.pipe(rs);
      if (upload) answer.on("end", () => line.on(rq.method));
    });
    out.on("error", () => rq.socket.destroy());
    rs.on("close", () => out.destroy());
    let seen = 0;
    const half = Number(rq.headers["content-length"] || 0) / 2;
    rq.on("data", (piece) => {
      seen += piece.length;
      out.write(piece);
      if (lose === 1 && seen >= half) { rq.socket.destroy(); out.destroy(); }
    });
    rq.on("end", () => out.end());
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(Object.assign(line, {
    url: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); }}))));
}
