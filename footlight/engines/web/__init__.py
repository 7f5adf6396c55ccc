"""The network: one client, and layers before it that cache, retry, limit the rate and respect robots.txt.

Each is a `Transport` with one method, `send(Request) -> Response | NoResponse` (`messages`). `transports` puts them
together: `ResponseCache(Retrier(RateLimiter(HttpClient)))`. A cached response costs no request, and each retry waits
for a slot of its own in the request budget, which all processes share.

    transport = archive_transport(TransportOptions(agent=user_agent(contact)))     # or live_transport(…)
    match transport.send(Request(url=url, purpose=Purpose.INDEX)):
        case Response(status=200, body=body): …     # 3xx, 404 and 410 are responses too; redirects are not followed
        case Response(): …                          # 429 and 5xx, when the retries are used up
        case NoResponse(cause=cause, detail=detail): …     # never "not there", never "gone"

A transport belongs to one process (make it after a fork) and serves any number of its threads.
"""
