"""Probes: what somebody who sits at the page might try beside it, and servers that are open on purpose, to try the probes on."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.browser.serving import free_port

# Sends code to the kernel of a page over its own websocket, then a request that is always answered; kernels answer in order.
SENT = """async ([code, version]) => {
  const kernel = JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId;
  const place = location.href.replace('http', 'ws') + 'api/kernels/' + kernel + '/channels?session_id=probe';
  const socket = new WebSocket(place, version ? [version] : []);
  socket.binaryType = 'arraybuffer';
  const heard = [], header = (kind, id) => ({msg_type: kind, msg_id: id, session: 'probe', username: '', version: '5.3', date: ''});
  const packed = parts => {
    const bytes = parts.map(p => new TextEncoder().encode(p)), n = bytes.length + 1, head = new BigUint64Array(n + 1);
    head[0] = BigInt(n);
    let at = 8 * (n + 1);
    bytes.forEach((b, i) => { head[i + 1] = BigInt(at); at += b.length; });
    head[n] = BigInt(at);
    return new Blob([head, ...bytes]);
  };
  const send = (kind, id, content) => socket.send(version
    ? packed(['shell', JSON.stringify(header(kind, id)), '{}', '{}', JSON.stringify(content)])
    : JSON.stringify({header: header(kind, id), parent_header: {}, metadata: {}, content, channel: 'shell'}));
  const text = data => typeof data == 'string' ? data : new TextDecoder().decode(data);
  await new Promise((opened, failed) => { socket.onopen = opened; socket.onerror = failed; });
  const answered = new Promise(done => socket.onmessage = message => {
    const found = text(message.data);
    heard.push(...['execute_reply', 'kernel_info_reply'].filter(kind => found.includes(kind)));
    if (found.includes('kernel_info_reply') && found.includes('"asked"')) done();
  });
  send('execute_request', 'code', {code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false});
  send('kernel_info_request', 'asked', {});
  await Promise.race([answered, new Promise((_, late) => setTimeout(() => late(Error('no answer')), 60000))]);
  socket.close();
  return heard;
}"""
BOTH = ("", "v1.kernel.websocket.jupyter.org")  # ways to write messages
# The page's server with both fences down: any message to a kernel, any file of the notebook's folder.
OPEN = """
import voila.app
from mi_abm.widgets.page import serve
options, factory = serve.options, voila.app.voila_kernel_manager_factory
def opened(*given, **said):
    kind = factory(*given, **said)
    return lambda **more: kind(**{**more, "allowed_message_types": []})
voila.app.voila_kernel_manager_factory = opened
serve.options = lambda *given: [*options(*given), "--VoilaConfiguration.file_allowlist=.*"]
serve.serve("baseline", "127.0.0.1", %d, False)
"""


def executed(page: Any, file: Path, version: str) -> bool:
    """Say whether the kernel of a page writes a file because somebody at the page sends it code."""
    heard = page.evaluate(SENT, [f"open({str(file)!r}, 'w').close()", version])
    assert "kernel_info_reply" in heard  # the socket works
    return file.exists() or "execute_reply" in heard


def got(address: str, path: str) -> tuple[int, bytes]:
    """Return status and content of what the server gives for a path, sent as it stands, redirections followed."""
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:
            return int(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def open_server() -> tuple[list[str], str]:
    """Return the command of a server without fences, and its address."""
    port = free_port()
    return [sys.executable, "-c", OPEN % port], f"http://127.0.0.1:{port}/"
