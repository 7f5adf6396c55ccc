"""The doorway to the network: layers round one method, `ask(Request) -> Reply | Silence` (`messages`).

`Remembering(Retrying(Budgeted(Http)))`, put together in `doorway`: an answer that was kept costs nothing; each retry
has a turn of its own in the budget, which all processes share. How to use it:

    door = archive_door(agent=agent(contact))                 # or live_door(…), with robots.txt in front of the network
    match door.ask(Request(url=url, errand=Errand.INDEX)):
        case Reply(status=200, body=body): …                  # 3xx, 404, 410 are answers too; nothing is followed
        case Reply(): …                                       # 429 and 5xx come through when retries are used up
        case Silence(kind=kind, why=why): …                   # never "not there", never "gone"

A door is for one process (make it after a fork) and any number of its threads. Clock and sleep are arguments.
"""
