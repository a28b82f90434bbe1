"""WebHooksAPI, with pyPreservica's own handlers as the receivers."""

from __future__ import annotations

import json
import threading
import urllib.parse
from http.server import ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any, Dict, List, Tuple

from pyPreservica import FlaskWebhookHandler, LambdaURLHandler, TriggerType, WebHookHandler, WebHooksAPI

from bench import Bench

SECRET = 'only we two know'


class Receiver:
    """An HTTP server that pyPreservica's WebHookHandler works for. It keeps what came, as it came, for the other handlers."""

    def __init__(self) -> None:
        self.events: List[Dict[str, Any]] = []
        self.deliveries: List[Tuple[str, str]] = []
        self.challenges: List[str] = []
        receiver = self

        class Handler(WebHookHandler):
            def do_POST(self) -> None:
                code = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query).get('challengeCode')
                if code:
                    receiver.challenges.append(code[0])
                super().do_POST()

            def do_WORK(self, event: Dict[str, Any]) -> None:
                receiver.events.append(event)

            def log_message(self, text: str, *_: object) -> None:
                if text.startswith('{'):
                    receiver.deliveries.append((text, self.headers['Preservica-Signature']))

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.secret_key = SECRET  # type: ignore[attr-defined]
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def drive(bench: Bench) -> None:
    receiver = Receiver()
    try:
        subscriptions(bench, receiver)
    finally:
        receiver.close()


def subscriptions(bench: Bench, receiver: Receiver) -> None:
    c = bench.client(WebHooksAPI)
    bust = bench.entities.add_physical_asset('Bust', 'store 4', bench.folder_of_own('webhooks'))
    bench.check(
        c.subscribe, receiver.url, TriggerType.MOVED, SECRET, agrees=lambda answer: json.loads(answer)['id'] and receiver.challenges
    )
    found = bench.check(c.subscriptions, agrees=lambda every: [(s['url'], s['triggerType']) for s in every] == [(receiver.url, 'MOVED')])
    bench.refused(c.subscribe, receiver.url, TriggerType.INDEXED, 'another secret', saying='400')
    bench.entities.move_sync(bust, bench.folder_of_own('where it is moved to'))
    heard = bench.until(lambda: bench.entities.folder(bench.home.reference) and receiver.events)
    bench.remark('a signed event reaches the handler', lambda: heard and bust.reference in json.dumps(receiver.events))
    if heard:
        handlers(bench, receiver, bust.reference)
    bench.check(c.unsubscribe, found[0]['id'], agrees=lambda _: c.subscriptions() == [])
    for trigger in (TriggerType.INDEXED, TriggerType.SECURITY_CHANGED):
        c.subscribe(receiver.url, trigger, SECRET)
    bench.check(c.unsubscribe_all, agrees=lambda _: c.subscriptions() == [])


def handlers(bench: Bench, receiver: Receiver, reference: str) -> None:
    """The handlers for other servers read the same challenge and the same delivery."""
    body, signature = receiver.deliveries[0]
    code = receiver.challenges[0]
    handler = WebHookHandler.__new__(WebHookHandler)  # its constructor would answer a request at once
    expected = handler.hmac(SECRET, code)
    bench.check(handler.hmac, SECRET, f'preservica-webhook-auth{body}', agrees=lambda digest: digest == signature)
    bench.row('WebHookHandler.do_POST').checks += len(receiver.events)

    hosted = LambdaURLHandler(SECRET, bench.entities)
    challenge = {'queryStringParameters': {'challengeCode': code}}
    bench.check(hosted.is_challenge, challenge, agrees=lambda is_one: is_one is True)
    bench.check(hosted.verify_challenge, challenge, agrees=lambda answer: json.loads(answer['body'])['challengeResponse'] == expected)
    event = {'headers': {'preservica-signature': signature}, 'body': body}
    bench.check(hosted.process_event, event, agrees=lambda entities: reference in {each.reference for each in entities})

    asked = FlaskWebhookHandler(SimpleNamespace(args={'challengeCode': code}), SECRET)
    bench.check(asked.is_challenge, agrees=lambda is_one: is_one is True)
    bench.check(asked.verify_challenge, agrees=lambda answer: json.loads(answer[0])['challengeResponse'] == expected)
    told = FlaskWebhookHandler(SimpleNamespace(args={}, headers={'Preservica-Signature': signature}, data=body.encode()), SECRET)
    bench.check(told.process_request, agrees=lambda events: reference in json.dumps(events))
    bench.check(told.response_ok, agrees=lambda answer: answer[1] == 200)
