# ruff: noqa: E501 - a row a case
"""A table of what hosts say in place of a page, and of living pages that look alike: each case a host on loopback.

What is written in two kinds may be either. No living page is called dead, and no dead one alive.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from link_checker import LinkChecker
from livesite import Answer, Host, Web, page, prose, serving, to

from footlight.links.verdicts.verdict import DEAD
from footlight.workflows.links.link_checks import CheckedLink

PATH = "/2009/03/the-harbour-wall.html"
FULL = page("The harbour wall", prose(3, 260))


def one(title: str, text: str, more: str = "", status: int = 200, **headers: str) -> Host:
    """A host that has one address with this page, and 404 for all others."""
    answer = page(title, text, more)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Host(pages={PATH: Answer(body=answer.body, status=status, headers=named)})


def every(title: str, text: str, more: str = "") -> Host:
    """A host that answers everything with one page."""
    return Host(otherwise=lambda _: page(title, text, more))


def sent(answer: Answer, **pages: Answer) -> Host:
    """A host on which the address has this answer, and other names lead elsewhere."""
    return Host(pages={PATH: answer, **{f"/{name.replace('_', '-')}": one for name, one in pages.items()}})


def script(code: str) -> Answer:
    """A page that a script sends on."""
    return Answer(body=f"<title>Moved</title><script>{code}</script>")


NEW = {"/new/the-harbour-wall.html": FULL}
CASES: dict[str, tuple[str, Host]] = {
    # Soft 404s of few words, on hosts that answer 404 for what never was.
    "en-taken-down": ("soft-404", one("Our Paper", "This article is no longer available.")),
    "en-title": ("soft-404", one("Page not found | Our Paper", "Try the search, or go to the front page.")),
    "en-oops": ("soft-404", one("Oops!", "Oops! That page can’t be found. It looks like nothing was found at this location.")),
    "en-looking": ("soft-404", one("The Gazette", "Sorry, the page you are looking for does not exist. Go home.")),
    "en-404": ("soft-404", one("404", "Something went wrong. Go back to the front page.")),
    "en-removed": ("soft-404", one("Harbour News", "This post has been removed by its author. Read our newest posts.")),
    "en-url": ("soft-404", one("Error", "The requested URL /2009/03/x.html was not found on this server.")),
    "en-item": ("soft-404", one("Shop", "We could not find the item you were looking for. Continue shopping.")),
    "de-title": ("soft-404", one("Seite nicht gefunden", "Die angeforderte Seite gibt es nicht.")),
    "de-article": ("soft-404", one("Tagblatt", "Der Artikel ist leider nicht mehr verfügbar. Zur Startseite.")),
    "de-url": ("soft-404", one("Fehler 404", "Bitte prüfen Sie die Adresse.")),
    "fr-title": ("soft-404", one("Page introuvable – Le Phare", "Retour à l’accueil.")),
    "fr-asked": ("soft-404", one("Le Phare", "La page demandée n’existe plus. Retour à l’accueil.")),
    "es-title": ("soft-404", one("Página no encontrada", "Vuelva a la portada.")),
    "es-body": ("soft-404", one("El Faro", "El artículo que busca ya no está disponible. Portada.")),
    "it": ("soft-404", one("Il Faro", "La pagina richiesta non esiste. Torna alla home.")),
    "pt": ("soft-404", one("Página não encontrada", "Voltar ao início.")),
    "nl": ("soft-404", one("Pagina niet gevonden", "Terug naar de voorpagina.")),
    "sv": ("soft-404", one("Tidningen", "Sidan kunde inte hittas. Till startsidan.")),
    "da": ("soft-404", one("Avisen", "Siden findes ikke længere. Til forsiden.")),
    "pl": ("soft-404", one("Nie znaleziono strony", "Wróć na stronę główną.")),
    "cs": ("soft-404", one("Stránka nenalezena", "Zpět na úvod.")),
    "ru": ("soft-404", one("Страница не найдена", "Вернуться на главную.")),
    "ja": ("soft-404", one("灯台新聞", "お探しのページが見つかりません。")),
    "zh": ("soft-404", one("港口报", "您访问的页面不存在。返回首页。")),
    "tr": ("soft-404", one("Sayfa bulunamadı", "Ana sayfaya dön.")),
    "same-for-all": ("soft-404", every("Our site", "Welcome back. Use the menu to find articles on ships, lamps and tides.")),
    # Servers that speak for themselves.
    "nginx": ("soft-404", one("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed.")),
    "it-works": ("soft-404", every("", "It works!")),
    "apache-debian": ("soft-404", every("Apache2 Debian Default Page: It works", prose(5, 200))),
    "iis": ("soft-404", every("IIS Windows Server", "")),
    "plesk": ("soft-404", every("Domain Default page", "If you are seeing this message, the website is not available.")),
    "strato": ("soft-404", every("Neu", "Hier entsteht eine neue Internetpräsenz.")),
    "database": ("unknown", every("Database Error", "Error establishing a database connection")),
    "database-de": ("unknown", every("Fehler", "Fehler beim Aufbau einer Datenbankverbindung")),
    "internal": ("unknown", one("500 Internal Server Error", "Sorry.")),
    "bandwidth": ("unknown", every("Bandwidth Limit Exceeded", "The server is temporarily unable to service your request.")),
    "suspended": ("unknown", every("Account Suspended", "This account has been suspended. Contact your hosting provider.")),
    "php": ("unknown", one("", "Fatal error: Uncaught PDOException in /var/www/db.php on line 12")),
    "maintenance-503": ("unknown", one("Maintenance", "Back soon.", status=503, Retry_After="600")),
    "maintenance-200": ("unknown", every("Maintenance", "We are down for maintenance. We’ll be back shortly.")),
    "maintenance-de": ("unknown", every("Wartungsarbeiten", "Die Seite ist wegen Wartungsarbeiten nicht erreichbar.")),
    # Domains for sale.
    "sale-en": ("parked", every("harbour.example", "harbour.example is for sale! Get a price in less than 24 hours.")),
    "sale-de": ("parked", every("hafen.example", "Die Domain hafen.example steht zum Verkauf. Jetzt anfragen.")),
    "sale-fr": ("parked", every("phare.example", "Le nom de domaine phare.example est à vendre. Faites une offre.")),
    "sale-es": ("parked", every("faro.example", "El dominio faro.example está en venta.")),
    "sale-nl": ("parked", every("vuurtoren.example", "De domeinnaam vuurtoren.example is te koop.")),
    "expired": ("parked", every("harbour.example", "This domain has expired. Renew it at your registrar.")),
    # Walls.
    "challenge-202": ("blocked", one("", "", "<script src=/c.js></script>", status=202, x_amzn_waf_action="challenge")),
    "challenge-202-bare": ("blocked", one("", "", "<script src=/c.js></script>", status=202)),
    "moment": ("blocked", one("Just a moment...", "Checking your browser.")),
    "consent": ("blocked", one("Before you continue", "We use cookies to deliver services. Reject all. Accept all.")),
    "consent-de": ("blocked", one("Wir brauchen Ihre Zustimmung", "Diese Website verwendet Cookies. Alle akzeptieren. Einstellungen.")),
    "age": ("blocked", one("Age verification", "You must be at least 18 years old to enter. I am over 18. Leave.")),
    "subscribe": ("paywall", one("The harbour wall", prose(9, 150) + " Subscribe to continue reading. Already a subscriber? Log in.")),
    "abo": ("paywall", one("Die Hafenmauer", prose(9, 80) + " Dieser Artikel ist nur für Abonnenten lesbar. Jetzt abonnieren und weiterlesen.")),
    "abonnes": ("paywall", one("Le mur du port", prose(8, 70) + " Article réservé aux abonnés. Il vous reste 80 % de cet article à lire.")),
    "suscriptores": ("paywall", one("El muro", prose(7, 60) + " Contenido exclusivo para suscriptores.")),
    "login-in-place": ("paywall", one("Members", "You must be logged in to view this page. User name. Password.")),
    # Redirects of the page itself, and to error pages.
    "refresh": ("moved", Host(pages={PATH: page("Moved", "Gone on.", '<meta http-equiv="refresh" content="0; url=/new/the-harbour-wall.html">'), **NEW})),
    "script-replace": ("moved", Host(pages={PATH: script('location.replace("/new/the-harbour-wall.html")'), **NEW})),
    "script-href": ("moved", Host(pages={PATH: script("window.location.href = '/new/the-harbour-wall.html';"), **NEW})),
    "script-timer": ("moved", Host(pages={PATH: script("setTimeout(function(){ location = '/new/the-harbour-wall.html'; }, 500)"), **NEW})),
    "to-404": ("soft-404", sent(to("/404.html", 301), **{"404.html": page("Lost", prose(4, 80))})),
    "to-not-found": ("soft-404", sent(to("/page-not-found"), page_not_found=page("Hm", "Search our site."))),
    # Living pages.
    "alive": ("alive", Host(pages={PATH: FULL})),
    "alive-short": ("alive", one("The harbour wall", "Built in 1850 of stone and oak.")),
    "alive-loss": ("alive", one("The lighthouse", "The lighthouse no longer exists. It was pulled down in 1931; its lamp could not be found.")),
    "alive-question": ("alive", one("Search tips", "Nothing found? Then look again, with fewer words.")),
    "alive-404-essay": ("alive", one("Why pages answer 404 Not Found", prose(2, 300))),
    "alive-404-short": ("alive", one("A custom error page", "Write a file 404.html. Servers send it where a page was not found, with the status 404.")),
    "alive-tutorial": ("alive", one("How to mend “Error establishing a database connection”", prose(6, 200))),
    "alive-nginx": ("alive", one("Setting up nginx", "Install it, open the address, and read Welcome to nginx! Then write a configuration.")),
    "alive-banner": ("alive", one("The harbour wall", prose(5, 90) + " We use cookies. Accept all. Reject all.")),
    "alive-newsletter": ("alive", one("The harbour wall", prose(6, 200) + " Subscribe to our newsletter. Log in.")),
    "alive-house": ("alive", one("Cottage by the wall", "The old cottage is for sale. Ask the harbour master. Three rooms and a boat house.")),
    "alive-click": ("alive", sent(Answer(body="<title>Gate</title><p>Choose.<button onclick=\"go()\">In</button><script>function go(){location.href='/other'}</script>"), other=FULL)),
    "alive-frame-buster": ("alive", sent(Answer(body="<title>Wall</title><p>Short.<script>if (top != self) { top.location = '/other'; }</script>"), other=FULL)),
    "alive-login-page": ("alive", one("Log in to the harbour", "User name. Password. Log in. Forgot it? Ask the harbour master.")),
    "alive-maintenance": ("alive", one("Maintenance of the wall", "The wall is mended each spring with stone and lime by four masons.")),
    "alive-pdf-viewer": ("alive unknown", Host(pages={PATH: page("Reader", prose(31, 120))})),
    "alive-novel": ("alive", one("Not Found: a novel", "A novel of the sea by A. Byron. 240 pages, with maps. Out in spring.")),
    "alive-status-codes": ("alive", one("HTTP status codes", "200 OK. 301 Moved Permanently. 404 Not Found. 500 Internal Server Error.")),
    "alive-crane": ("alive", one("It works: how we mended the crane", "The crane was mended with a spring from a clock.")),
    "alive-missing-page": ("alive", one("The missing page", "The page was missing from the ledger, and nobody knew who tore it out.")),
    "alive-film": ("alive unknown", one("404", "A short film about a locked room. Twelve minutes, 2019, with sound.")),
    "alive-file": ("alive", one("Lost and found", "The file could not be found for years. In 1998 it turned up in Bremen.")),
    "alive-poem": ("alive unknown", one("Lost", "Not here, not there. The page was white. We could not find the shore.")),
}  # fmt: skip


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, CheckedLink]]:
    """What became of the link of each case, by its name."""
    hosts = {f"{name}.example": host for name, (_, host) in CASES.items()}
    folder: Path = tmp_path_factory.mktemp("table")
    with serving(Web(hosts=hosts), folder) as web:
        checker = LinkChecker(web=web, folder=folder)
        text = "\n\n".join(f"See [it](http://{name}.example{PATH})." for name in CASES)
        (checked,) = checker.check([checker.essay(text)])
        yield {link.link.url.split("/")[2].removesuffix(".example"): link for link in checked.links}


@pytest.mark.parametrize("name", CASES)
def test_each_case_of_the_table(links: dict[str, CheckedLink], name: str) -> None:
    """As the table says; a living page is never dead."""
    seen = links[name].seen
    assert not (name.startswith("alive") and seen.kind in DEAD)
    assert (seen.kind in CASES[name][0].split(), seen.why) == (True, seen.why), seen.kind
