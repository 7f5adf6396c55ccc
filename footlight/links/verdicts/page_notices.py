"""What short pages say in place of what was asked for: that it is not there, that the server is in trouble, that a
reader has to pay. Rows of statements, by language.

A page is taken at its word only where the whole statement says it (a part of the title, a heading, a sentence), because
living pages speak of error pages as well: "404 Not Found" is a notice, "What a 404 says" is none. Questions are none.
The rows are what servers, content systems and newspapers write; each was seen on pages of its kind.
"""

import re
from enum import StrEnum
from functools import lru_cache

from footlight.links.captured_page import Page

_SEPARATORS = re.compile(r"\s+[|·•»«–—-]\s+|\s*(?:::|\|\||\|)\s*")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\s\"”»]+|\n+|(?<=[。！？])")
_MARKS = re.compile(r"[^\w'’%]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts without blanks; about two make a word."""
_LONGEST, _LONGEST_TEXT = 26, 400
"""Words and characters of a statement; what is longer is prose."""
_TEXT_LIMIT = 6000
"""Characters of a page in which statements are read."""


class Notice(StrEnum):
    """What a page says of itself."""

    NOT_FOUND = "not-found"
    TROUBLE = "trouble"
    DEFAULT_PAGE = "default-page"
    CONSENT = "consent"
    SUBSCRIBE = "subscribe"
    LOGIN = "login"
    AGE = "age"


_EN_LEAD = (
    r"(?:(?:error|http|sorry|oops|ooops|whoops|uh|oh|no|hmm+|ouch|but|unfortunately|we're|we|are|404|410|code) )*"
)
_EN_WHAT = (
    r"(?:(?:the|this|that|your|a|any|our|requested|specified|web) )*(?:\w+ )?(?:page|webpage|file|article|document|"
    r"content|"
    r"story|post|item|product|entry|resource|url|address|object|topic|thread|record|listing|link|video|"
    r"blog|profile|channel|event|job|photo|recipe)s?"
)
_EN_CLAUSE = (
    r"(?: (?:that |which )?(?:you(?:'re|'ve| are| were| have)? (?:\w+ ){0,2}(?:looking|searching|requested|trying|"
    r"followed|want(?:ed)?|asked|tried|entered|clicked|visit\w*|access\w*|reach\w*)\b(?: \w+){0,4}?|at this "
    r"(?:address|url)|"
    r"requested|[\w/.-]+))?"
)
_EN_GONE = (
    r"(?: (?:was|is|were|are|could|can|has|have|does|do|may|might|seems|appears|either|sadly|currently|either|to|be|"
    r"have|"
    r"been))*(?: (?:not|cannot|can't|couldn't|wasn't|isn't|doesn't|don't|no longer|never))*(?: (?:be|been|longer|"
    r"to))*"
)
_NOT_FOUND = (
    # English
    (
        r"(?:http |error |code |status )*(?:404|410)(?: error)?(?: (?:page|file|document|object))?(?: (?:not "
        r"found|gone|"
        r"error))?"
    ),
    (
        rf"{_EN_LEAD}(?:(?:the|this|that) )?(?:{_EN_WHAT} )?(?:was |could )?not (?:be )?found(?: (?:on|at) this "
        rf"(?:server|site|website))?"
    ),
    (
        rf"{_EN_LEAD}{_EN_WHAT}{_EN_CLAUSE}{_EN_GONE} (?:(?:not|cannot|can't|couldn't) (?:be )?found|not exist|doesn't "
        rf"exist|"
        r"no longer (?:exists?|available|here|online)|(?:not|isn't) available(?: any ?more)?|unavailable|missing|"
        r"(?:removed|deleted|gone|retired|taken down|moved or (?:deleted|removed)|"
        r"removed or (?:deleted|renamed|moved)))(?: (?:anymore|any more|here|or|because|by (?:its|the)|"
        r"(?:on|at|from) (?:this|our|the) (?:site|server|website|address|url|blog|page))\b(?: [\w'’/.-]+){0,10})?"
    ),
    (
        rf"{_EN_LEAD}(?:can't|cannot|can not|couldn't|could not|were unable to|are unable to|unable "
        rf"to)(?: seem to)? find "
        r"(?:(?:the|that|this|your|a|any) )?(?:\w+ )?(?:page|article|file|document|content|story|post|item|"
        r"product|what|"
        r"thing)\b.*"
    ),
    (
        rf"{_EN_LEAD}(?:page|file|article|document|content) (?:missing|unavailable|removed|deleted|expired|does not "
        rf"exist)"
    ),
    (
        rf"{_EN_LEAD}there is (?:no|nothing)(?: such)?(?: (?:page|article|document|file))? (?:here|at this "
        rf"address|with "
        rf"that name).*"
    ),
    r"no such (?:page|file|article|document|file or directory)(?: .{0,40})?",
    r"nothing found|nothing was found(?: here| at this (?:location|address))?|.*nothing was found at this location.*",
    r"the requested url .{0,120} was not found on this server.*",
    # German
    r"(?:fehler |error )*404(?: (?:fehler|error))?(?: (?:seite|datei))?(?: nicht gefunden)?",
    (
        r"(?:(?:ups|hoppla|leider|oh|sorry|entschuldigung|404|fehler|die|der|das|diese[rs]?|ihre|von ihnen|"
        r"angeforderte|"
        r"gesuchte|gewünschte|aufgerufene|gewählte) )*(?:\w*seite|url|adresse|datei|\w*artikel|\w*beitrag|dokument|"
        r"inhalte?|"
        r"objekt)(?: (?:die|den|das) sie .{3,40}?)?(?: (?:wurde|konnte|kann|ist|existiert|gibt|es|steht|hier|"
        r"leider|auf|"
        r"diesem|"
        r"server))* (?:nicht(?: mehr)?(?: (?:gefunden|vorhanden|verfügbar|existent|erreichbar|auffindbar|zur "
        r"verfügung))?(?: werden)?|"
        r"gelöscht|entfernt|verschoben(?: oder gelöscht)?)"
    ),
    (
        r"(?:leider )?(?:nicht gefunden|nichts gefunden)|(?:wir|sie) (?:können|konnten) .{0,40}(?:seite|artikel|"
        r"inhalt) "
        r".{0,20}nicht finden"
    ),
    # French
    (
        r"erreur 404|(?:(?:oups|désolé|erreur|404|la|le|l'|cette|cet|ce) )*(?:l'|d')?(?:page|article|document|fichier|"
        r"contenu|adresse|url)"
        r"(?: (?:que vous .{3,50}?|demandée?|recherchée?|souhaitée?|web))*(?: (?:est|semble|être))* "
        r"(?:introuvable|indisponible|non trouvée?|inexistante?|n['’]existe (?:pas|plus)|n['’]est (?:pas|plus) "
        r"(?:disponible|en ligne|accessible)|"
        r"n['’]a (?:pas|pu) (?:été|être|pu être) trouvée?|a été (?:supprimée?|déplacée?|retirée?))(?: .{0,40})?"
    ),
    r"(?:nous n['’]avons|on n['’]a) (?:pas|rien) .{0,20}trouvé.{0,40}|introuvable|contenu introuvable|non trouvée?",
    # Spanish
    (
        r"error 404|(?:(?:ups|vaya|lo sentimos|error|404|la|el|esta|este) )*(?:página|artículo|contenido|archivo|"
        r"documento|dirección|noticia)"
        r"(?: (?:que .{3,50}?|solicitad[oa]|buscad[oa]|web))* (?:ya )?no (?:(?:ha sido|fue|se ha) )?(?:encontrad[oa]|"
        r"existe|está disponible|"
        r"disponible|se encuentra(?: disponible)?|se encontró|se pudo encontrar)(?: .{0,40})?"
    ),
    (
        r"no (?:existe|encontrad[oa]|se ha encontrado|se encontró|hemos encontrado|se pudo encontrar)(?: (?:la|el|esta|"
        r"este) .{2,60})?"
    ),
    # Italian
    (
        r"errore 404|(?:(?:ops|spiacenti|ci dispiace|errore|404|la|il|l'|questa|questo) )*(?:pagina|articolo|contenuto|"
        r"file|documento|risorsa|notizia)"
        r"(?: (?:che .{3,50}?|richiest[oa]|cercat[oa]))* (?:non (?:(?:è stat[oa] )?trovat[oa]|esiste(?: più)?|è (?:più "
        r")?disponibile|è presente|disponibile)|inesistente)(?: .{0,40})?"
    ),
    # Portuguese
    (
        r"erro 404|(?:(?:ops|desculpe|erro|404|a|o|esta|este) )*(?:página|artigo|conteúdo|arquivo|ficheiro|documento|"
        r"notícia)"
        r"(?: (?:que .{3,50}?|solicitad[oa]|procurad[oa]))* não (?:(?:foi )?encontrad[oa]|existe(?: mais)?|está "
        r"(?:mais "
        r")?disponível|disponível)(?: .{0,40})?"
    ),
    # Dutch
    (
        r"fout 404|(?:(?:oeps|sorry|helaas|404|de|deze|dit|het) )*(?:opgevraagde |gevraagde )?(?:pagina|artikel|"
        r"bestand|"
        r"document)"
        r"(?: (?:die|dat) .{3,40}?)?(?: (?:is|kan|kon|werd|bestaat|helaas))* niet(?: (?:meer|gevonden|beschikbaar|"
        r"worden gevonden|bestaat))*"
    ),
    # Swedish, Danish, Norwegian, Finnish
    (
        r"(?:(?:404|tyvärr|hoppsan|den|här) )*(?:sidan|artikeln)(?: (?:du|som) .{3,40}?)? (?:kunde (?:inte|ej) hittas|"
        r"hittades (?:inte|ej)|finns (?:inte|ej)(?: längre)?|saknas)"
    ),
    (
        r"(?:(?:404|desværre|beklager|ups) )*(?:siden|artiklen|artikkelen)(?: (?:du|som) .{3,40}?)? (?:blev ikke "
        r"fundet|"
        r"findes ikke(?: længere)?|kunne ikke findes|"
        r"ble ikke funnet|finnes ikke(?: lenger)?|eksisterer ikke(?: lenger| længere)?|ikke (?:fundet|funnet))"
    ),
    r"(?:404 )?(?:sivua|sivu|artikkelia)(?: .{3,30})? ei (?:löydy|löytynyt|ole(?: olemassa)?)",
    # Polish, Czech, Slovak, Hungarian, Romanian, Turkish, Greek
    (
        r"(?:błąd )?404|(?:(?:404|błąd|niestety) )*(?:nie znaleziono(?: strony| takiej strony)?|strona(?: "
        r".{3,30})? nie "
        r"(?:istnieje|została znaleziona)|strona nieznaleziona)"
    ),
    (
        r"(?:(?:404|chyba|bohužel|požadovaná|hledaná|požadovaná) )*stránka (?:nenalezena|nebyla nalezena|neexistuje|sa "
        r"nenašla|nebola nájdená)"
    ),
    (
        r"(?:404 )?(?:a |az )?(?:keresett )?oldal nem (?:található|létezik)|(?:404 )?pagina (?:.{3,30} )?nu (?:a fost "
        r"găsită|există|este disponibilă)"
    ),
    r"(?:404 )?(?:aradığınız )?sayfa bulunamadı|(?:404 )?(?:η )?σελίδα (?:.{3,30} )?δεν (?:βρέθηκε|υπάρχει)",
    # Russian, Ukrainian
    (
        r"(?:ошибка )?404|(?:(?:ошибка|404|извините|запрашиваемая|запрошенная|такая|данная|эта) )*(?:страница|статья|"
        r"запись|документ)"
        r"(?: (?:.{3,40}))? (?:не (?:найдена?|существует)|удалена?)|(?:такой )?страницы (?:.{3,30} )?(?:нет|не "
        r"существует)|ничего не найдено|не найдено"
    ),
    r"(?:помилка )?404|сторінк[ау] не (?:знайдено|існує)",
    # Chinese, Japanese, Korean, Hebrew, Arabic
    (
        r".*(?:页面不存在|頁面不存在|页面未找到|找不到(?:该|此|您|頁|页|网|網).{0,12}|您访问的页面.{0,12}|"
        r"您要查看的.{0,12}不存在|文章(?:不存在|已被?删除)|内容不存在).*"
    ),
    (
        r".*(?:ページが(?:見つかりません|見つかりませんでした|ありません)|(?:お探し|ご指定)の(?:ページ|記事).{0,24}|"
        r"ページは(?:存在しません|削除されました)).*"
    ),
    r".*페이지를 찾을 수 없습니다.*|.*존재하지 않는 페이지.*",
    (
        r"(?:404 )?(?:הדף|העמוד)(?: .{2,30})? לא נמצא|(?:404 )?(?:عذرا )?الصفحة (?:.{3,30} )?غير موجودة|لم يتم العثور "
        r"على .{0,20}الصفحة.*"
    ),
)
_TROUBLE = (
    (
        r"error establishing a database connection|.*could not connect to (?:the )?(?:mysql|database).*|database "
        r"(?:connection )?error"
    ),
    (
        r".*fehler beim aufbau einer datenbankverbindung|.*erreur lors de la connexion à la base de données|"
        r"error al establecer una conexión con la base de datos|errore nello stabilire una connessione al database|"
        r"erro ao estabelecer uma conexão com o banco de dados|fout bij het maken van een verbinding met de database"
    ),
    (
        r"(?:http |error |status |code )*5\d\d(?: error)?(?: (?:internal server error|bad gateway|service "
        r"(?:temporarily )?unavailable|gateway time-?\s?out))?"
    ),
    (
        r"internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time ?out|bandwidth limit "
        r"exceeded|"
        r"resource limit is reached|too many connections|an? (?:unexpected |unknown |application )?error (?:has "
        r")?occurred.*|application error|"
        r"server error(?: in .{1,20} application)?|runtime error|the service is unavailable|no healthy upstream|"
        r"upstream connect error.*"
    ),
    (
        r"(?:php )?(?:fatal|parse) error .{0,200}|warning (?:mysqli?_|require|include|pdo).{0,200}|uncaught (?:pdo|"
        r"mysqli)?\w*exception.*|sqlstate.*"
    ),
    r"(?:this )?account (?:has been )?suspended|this (?:account|site|website) has been suspended.*|site suspended",
    (
        r"(?:(?:sorry|we|we're|are|the|this|our|site|website|page|server|is|currently|temporarily|briefly|will|be) )*"
        r"(?:down for (?:scheduled )?maintenance|under (?:scheduled )?maintenance|undergoing (?:scheduled "
        r")?maintenance|"
        r"be(?:en)? back (?:soon|shortly)|"
        r"temporarily (?:unavailable|offline|out of service|down)|unavailable due to maintenance|performing "
        r"(?:scheduled )?maintenance)(?: .{0,60})?"
    ),
    (
        r"(?:scheduled )?maintenance(?: mode| page)?|(?:site )?maintenance|briefly unavailable for scheduled "
        r"maintenance.*|we'll be (?:right )?back(?: soon| shortly)?|be right back"
    ),
    (
        r"wartung(?:sarbeiten|smodus)?|.*wegen wartung(?:sarbeiten)? .{0,40}|.*(?:vorübergehend|zurzeit|momentan) "
        r"nicht "
        r"(?:erreichbar|verfügbar).*|interner serverfehler"
    ),
    (
        r"(?:site |page )?en (?:cours de )?maintenance.{0,60}|.*momentanément indisponible.*|erreur interne du serveur|"
        r"(?:sitio |página )?en mantenimiento.{0,60}|.*temporalmente fuera de servicio.*"
    ),
    (
        r"sito in manutenzione.*|em manutenção.*|in onderhoud.*|сайт на (?:техническом )?обслуживании.*|ведутся "
        r"технические работы.*"
    ),
)
_DEFAULT_PAGE = (
    (
        r"welcome to (?:nginx|openresty|caddy|lighttpd|tengine|litespeed|centos|apache)(?: .{0,40})?|it works|apache2? "
        r".{0,30}default page.{0,20}|"
        r"apache http server test page.*|test page for the .{0,40}(?:http server|nginx).*|.{0,30}test page for the "
        r"apache.*"
    ),
    (
        r"iis ?\d*(?: windows(?: server)?)?|internet information services|iis windows server|web server'?s "
        r"default page|"
        r"default (?:web ?site|web|parallels plesk) page.*|"
        r"domain default page|(?:this is the )?(?:default|placeholder) (?:web ?page|page|index page)(?: .{0,60})?|"
        r"plesk "
        r".{0,30}default page|apache tomcat .{0,12}|placeholder page"
    ),
    (
        r"congratulations your (?:web ?server|caddy|site) is (?:working|running).*|future home of something quite cool|"
        r".*if you(?:'re| are) the owner of this (?:web ?site|domain).*"
    ),
    (
        r"hier entsteht (?:in kürze )?(?:eine neue|ein neuer?|die neue) .{3,60}|diese (?:domain|webseite|website) "
        r"wurde "
        r"(?:soeben|neu|gerade|erfolgreich) .{3,50}|"
        r"this domain (?:has been|was) (?:recently |just |successfully )?(?:registered|configured|set up).{0,60}|ce "
        r"(?:nom de )?domaine (?:a été|vient d'être) enregistré.{0,40}|"
        r"(?:site|website) en construction|apache is functioning normally|.*is the default (?:welcome )?page .{0,60}"
    ),
)
_CONSENT = (
    (
        r"before you continue(?: to .{2,30})?|(?:we|.{2,30}) (?:value|values|care about|cares about|respect) your "
        r"privacy.{0,30}|(?:your )?(?:privacy|cookie) (?:choices|preferences|consent|settings|notice)|"
        r"(?:we use|this site uses|.{2,30} uses) cookies.{0,160}|cookies on .{2,40}|accept(?: all)?(?: cookies)?(?: "
        r"(?:and|&) .{2,20})?|reject all|i (?:agree|accept)|manage (?:options|preferences|choices)|more options"
    ),
    (
        r"bevor (?:sie|du) (?:fortfahren|fortfährst|weiterlesen).{0,40}|(?:ihre|deine) (?:privatsphäre|zustimmung|"
        r"einwilligung).{0,50}|wir (?:benötigen|brauchen) ihre (?:zustimmung|einwilligung).{0,60}|"
        r"(?:wir|diese (?:seite|website)) verwende[nt] cookies.{0,160}|alle (?:akzeptieren|ablehnen)|"
        r"akzeptieren(?: und "
        r"weiter)?|.{0,20}mit werbung .{0,40}lesen|einstellungen"
    ),
    (
        r"avant de continuer.{0,50}|(?:nous respectons|le respect de) votre vie privée.{0,40}|(?:nous utilisons|"
        r"ce site "
        r"utilise) des cookies.{0,160}|tout (?:accepter|refuser)|continuer sans accepter|"
        r"antes de continuar.{0,40}|(?:valoramos|respetamos) (?:tu|su) privacidad.{0,30}|(?:usamos|utilizamos|este "
        r"sitio utiliza) cookies.{0,160}|aceptar todo?|rechazar todo?|"
        r"prima di continuare.{0,40}|la (?:tua|vostra) privacy.{0,40}|(?:usiamo|utilizziamo|questo sito utilizza) (?:i "
        r")?cookie.{0,160}|accetta(?: tutto)?|rifiuta(?: tutto)?"
    ),
)
_SUBSCRIBE = (
    (
        r"(?:please )?(?:subscribe|sign up|register|log in|sign in|join)(?: now| today| or log in| or sign in)?(?: for "
        r"free)? (?:to|and) (?:continue|keep) reading.{0,60}|"
        r"subscribe (?:now )?to (?:read|unlock|access|view|see) (?:the|this|more|full|all).{0,60}|to (?:continue|keep) "
        r"reading .{0,30}(?:subscribe|sign (?:in|up)|log ?in|register|create).{0,40}|"
        r"(?:create|get) an? (?:free )?account to (?:continue|keep) reading.{0,40}|continue reading (?:this article "
        r")?with an? .{0,30}(?:subscription|account|trial).{0,30}"
    ),
    (
        r"(?:this|the full|the rest of this) (?:article|story|content|post|page) is (?:only |exclusively )?(?:for|"
        r"available to|reserved for)(?: our| paid| paying)? (?:subscribers|members)(?: only)?.{0,40}|"
        r"(?:subscriber|member)s? only(?: content| article)?|already a (?:subscriber|member)(?: (?:log|sign) "
        r"in)?.{0,20}|you have (?:reached|read) (?:your|all|the).{0,50}(?:limit|free articles).{0,40}|"
        r"you have \w+ (?:free )?articles? (?:left|remaining).{0,40}|(?:this is )?(?:premium|subscriber|exclusive) "
        r"content.{0,40}"
    ),
    (
        r"(?:dieser|der vollständige|der ganze) (?:artikel|beitrag|text) .{0,40}(?:abonnenten|abonnentinnen|"
        r"registrierte|plus mitglieder).{0,40}|(?:jetzt )?(?:abonnieren|registrieren|anmelden) und weiterlesen.{0,40}|"
        r"weiterlesen mit .{2,40}|(?:lesen sie|jetzt) .{0,30}(?:im abo|mit abo).{0,30}|nur für abonnenten.{0,30}|um "
        r"weiterzulesen.{0,80}|bereits abonnent.{0,40}|sie haben bereits ein (?:abo|abonnement).{0,30}"
    ),
    (
        r"(?:cet )?article (?:est )?réservé aux abonnés.{0,40}|(?:abonnez vous|inscrivez vous|connectez vous) pour "
        r"(?:lire|continuer|accéder).{0,60}|il vous reste .{1,12} (?:de cet article )?à lire.{0,60}|"
        r"(?:la suite est )?réservée? aux abonnés.{0,40}|déjà abonnée?.{0,30}|lire la suite avec .{2,40}"
    ),
    (
        r"suscríbete para (?:seguir|continuar|leer).{0,60}|(?:contenido|artículo) (?:exclusivo|solo|reservado) para "
        r"(?:suscriptores|socios).{0,40}|ya (?:soy|eres|es) suscriptor.{0,30}|para seguir leyendo.{0,60}|"
        r"(?:articolo|contenuto) riservato agli abbonati.{0,40}|abbonati per (?:continuare|leggere).{0,50}|sei già "
        r"abbonato.{0,30}|"
        r"(?:conteúdo|artigo) exclusivo para assinantes.{0,40}|assine para continuar.{0,40}|alleen voor "
        r"abonnees.{0,30}|"
        r"(?:tylko|treść) dla (?:prenumeratorów|subskrybentów).{0,30}|только для подписчиков.{0,30}"
    ),
)
_LOGIN = (
    (
        r"(?:you (?:must|need to|have to) (?:be logged in|log in|login|sign in)|(?:please )?(?:log|sign) ?in) (?:to|in "
        r"order to|first to) (?:view|see|access|continue|read).{0,60}|"
        r"(?:please )?(?:log|sign) in to (?:view|see|access|continue|read).{0,60}|(?:login|log in|authentication|sign "
        r"in) required.{0,40}|you (?:must|need to|have to) be logged in.{0,60}|you are not (?:logged in|authorized|"
        r"authorised).{0,60}"
    ),
    (
        r"(?:bitte )?(?:melden sie sich|einloggen|anmelden) .{0,30}um .{3,60}|sie müssen (?:sich anmelden|angemeldet "
        r"sein|eingeloggt sein).{0,60}|vous devez (?:être connecté|vous connecter).{0,60}|"
        r"(?:debe|debes|tienes que) iniciar sesión.{0,60}|devi (?:accedere|effettuare l'accesso).{0,60}"
    ),
)
_AGE = (
    (
        r"(?:please )?(?:verify|confirm|enter) your (?:age|date of birth|birth ?date).{0,40}|you must be (?:at least |"
        r"over )?(?:16|18|19|21)\b.{0,60}|age (?:verification|check|gate|restricted|restriction).{0,40}|"
        r"(?:this (?:site|page|website) (?:contains|is for|is intended for).{0,30})(?:adults?|mature|age).{0,40}|i am "
        r"(?:at least |over )?(?:16|18|19|21)\b.{0,30}|warning adult content.{0,40}|adult content warning.{0,20}"
    ),
    (
        r"(?:bitte )?bestätigen sie (?:ihr alter|dass sie).{0,50}|altersprüfung.{0,20}|sie müssen (?:mindestens "
        r")?(?:16|"
        r"18) jahre.{0,40}|vérification de l'âge.{0,20}|vous devez avoir (?:plus de )?(?:16|18|21) ans.{0,40}|"
        r"(?:verificación de edad|debes ser mayor de edad|debe ser mayor de).{0,40}"
    ),
)
_STATEMENTS = {
    notice: re.compile("|".join(f"(?:{row})" for row in rows))
    for notice, rows in {
        Notice.NOT_FOUND: _NOT_FOUND,
        Notice.TROUBLE: _TROUBLE,
        Notice.DEFAULT_PAGE: _DEFAULT_PAGE,
        Notice.CONSENT: _CONSENT,
        Notice.SUBSCRIBE: _SUBSCRIBE,
        Notice.LOGIN: _LOGIN,
        Notice.AGE: _AGE,
    }.items()
}


@lru_cache(maxsize=32)
def word_count(text: str) -> int:
    """The words of a text; of Chinese and Japanese two characters count as one."""
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + wide // 2 if wide else len(text.split())


def says(statement: str, notice: Notice) -> bool:
    """Whether a whole statement is such a notice."""
    plain = _plain(statement)
    return bool(plain) and _STATEMENTS[notice].fullmatch(plain) is not None


@lru_cache(maxsize=2048)
def _plain(statement: str) -> str:
    """The words of a statement that may be a notice, without marks; empty where it is a question, or too long."""
    if len(statement) > _LONGEST_TEXT or statement.rstrip(' )"”»').endswith(("?", "？")):
        return ""
    plain = _MARKS.sub(" ", statement.replace("’", "'").casefold()).strip()
    return plain if len(plain.split()) <= _LONGEST else ""


def in_head(page: Page, notice: Notice) -> bool:
    """Whether a part of the title, or a heading, is such a notice; in front of a colon only with another one behind it,
    because works have such titles: “Not Found: A Novel”.
    """
    head, colon, tail = page.title.partition(": ")
    parts = [page.title, *_SEPARATORS.split(tail if colon else head), *page.headings[:4]]
    return any(says(part, notice) for part in parts)


def sentences(page: Page) -> tuple[str, ...]:
    """The sentences and lines of a page's text."""
    return _sentences(page.text[:_TEXT_LIMIT])


@lru_cache(maxsize=8)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _SENTENCE.split(text) if one and one.strip())


@lru_cache(maxsize=8)
def _short_sentences(text: str) -> tuple[tuple[str, str], ...]:
    """The sentences of a text that may be a notice, and the words of each."""
    return tuple((one, plain) for one in _sentences(text) if (plain := _plain(one)))


def opens_with(page: Page, notice: Notice) -> str:
    """The first or second sentence below the title and the headings, where it is such a notice; else empty.

    A text that comes to it later speaks of something.
    """
    heads = {page.title.strip(), *(heading.strip() for heading in page.headings)}
    own = [one for one in sentences(page) if one not in heads]
    return next((one for one in own[:2] if says(one, notice)), "")


def noticed(page: Page, notice: Notice) -> tuple[str, ...]:
    """The sentences and lines that are such a notice."""
    pattern = _STATEMENTS[notice]
    return tuple(one for one, plain in _short_sentences(page.text[:_TEXT_LIMIT]) if pattern.fullmatch(plain))


def words_beside(page: Page, notice: Notice) -> int:
    """How many words of the page stand in no such notice."""
    return word_count(page.text) - sum(word_count(one) for one in noticed(page, notice))
