"""Sentences in both languages, from which varied texts are put together.

Each is a pair: Dutch and English. ``{thing}``, ``{place}``, ``{n}``, ``{m}`` and ``{month}`` are
filled in, so that hardly any two texts of a register are equal: a generator that remembers the
texts it has seen gets no help from that.
"""

Pair = tuple[str, str]

TOPICS: dict[str, Pair] = {
    "app": ("App", "App"),
    "phone": ("Telefoon", "Phone"),
    "payments": ("Betalen", "Payments"),
    "cards": ("Passen en contant geld", "Cards and cash"),
    "savings": ("Sparen", "Savings"),
    "mortgage": ("Hypotheek", "Mortgage"),
    "branches": ("Kantoren", "Branches"),
    "security": ("Veiligheid", "Security"),
    "letters": ("Brieven en overzichten", "Letters and statements"),
    "accessibility": ("Toegankelijkheid", "Accessibility"),
    "fees": ("Kosten", "Fees"),
    "complaints": ("Klachten", "Complaints"),
}
THINGS: dict[str, tuple[Pair, ...]] = {
    "app": (("het beginscherm", "the home screen"), ("de zoekfunctie", "the search box")),
    "phone": (("het belmenu", "the phone menu"), ("de terugbelafspraak", "the call-back")),
    "payments": (("een spoedbetaling", "an urgent payment"), ("de incasso", "the direct debit")),
    "cards": (("de nieuwe pas", "the new card"), ("de geldautomaat", "the cash machine")),
    "savings": (("de spaarrente", "the savings rate"), ("het spaardoel", "the savings goal")),
    "mortgage": (("de offerte", "the mortgage offer"), ("de taxatie", "the valuation")),
    "branches": (("de balie", "the counter"), ("een afspraak", "an appointment")),
    "security": (("de inlogcode", "the login code"), ("een blokkade", "a blocked account")),
    "letters": (("het jaaroverzicht", "the annual statement"), ("de brief", "the letter")),
    "accessibility": (("de voorleesstand", "the reading mode"), ("grote letters", "large type")),
    "fees": (("de maandprijs", "the monthly fee"), ("de boete", "the penalty")),
    "complaints": (("uw klacht", "your complaint"), ("het klachtformulier", "the complaint form")),
}
SEGMENTS: dict[str, Pair] = {
    "personal": ("Particulier", "Personal"),
    "business": ("Zakelijk", "Business"),
    "youth": ("Jongeren", "Young people"),
    "newcomers": ("Nieuw in Nederland", "New to the Netherlands"),
}
SOURCES: dict[str, Pair] = {
    "survey": ("Klantonderzoek", "Customer survey"),
    "complaints": ("Klachten", "Complaints"),
    "calls": ("Telefoongesprekken", "Phone calls"),
    "panel": ("Klantenpanel", "Customer panel"),
}
PARTIES: dict[str, tuple[Pair, str]] = {
    "service": (("Klantenservice", "Customer service"), "own"),
    "app-team": (("App-team", "App team"), "own"),
    "payments-team": (("Team Betalen", "Payments team"), "own"),
    "branch-team": (("Team Kantoren", "Branch team"), "own"),
    "callcentre": (("Belhuis", "Belhuis"), "partner"),
    "cash-machines": (("Geldpunt", "Geldpunt"), "partner"),
}
JOURNEY: dict[str, Pair] = {
    "orient": ("Oriënteren", "Looking around"),
    "join": ("Rekening openen", "Opening an account"),
    "use": ("Dagelijks bankieren", "Everyday banking"),
    "help": ("Hulp krijgen", "Getting help"),
    "change": ("Iets veranderen", "Changing something"),
    "leave": ("Vertrekken", "Leaving"),
}
STATUSES: dict[str, Pair] = {
    "done": ("Wat wij deden", "What we did"),
    "in-progress": ("Waar wij aan werken", "What we are working on"),
    "not-doing": ("Wat wij niet doen", "What we don't do"),
    "unanswered": ("Antwoord volgt", "Answer to come"),
    "closed": ("Niet meer apart", "No longer separate"),
}
SCORES: tuple[Pair, ...] = (
    ("Zou u ons aanbevelen?", "Would you recommend us?"),
    ("Zou u ons aanbevelen als werkgever?", "Would you recommend us as an employer?"),
    ("Hoe was het telefoongesprek?", "How was your phone call?"),
    ("Hoe werkt de app?", "How does the app work?"),
    ("Hoe was het gesprek op kantoor?", "How was your talk at the branch?"),
    ("Bent u in één keer geholpen?", "Were you helped first time?"),
    ("Was de brief duidelijk?", "Was the letter clear?"),
    ("Kostte het u weinig moeite?", "Did it cost you little effort?"),
)
PLACES = (
    *("Zwolle", "Meppel", "Goes", "Sneek", "Weert", "Hoorn", "Tiel", "Venlo", "Assen", "Breda"),
    *("Almelo", "Ede", "Gouda", "Delft", "Roermond", "Lochem", "Winschoten", "Den Helder"),
)
MONTHS: tuple[Pair, ...] = (
    *(("januari", "January"), ("maart", "March"), ("mei", "May"), ("juni", "June")),
    *(("september", "September"), ("november", "November")),
)
TITLES: tuple[Pair, ...] = (
    ("Lang wachten op {thing} in {place}", "A long wait for {thing} in {place}"),
    ("Te veel stappen voor {thing}", "Too many steps for {thing}"),
    ("Onduidelijk hoe {thing} werkt", "It is unclear how {thing} works"),
    ("Graag {thing} ook in {place}", "We would like {thing} in {place} too"),
    ("Weer {n} minuten bezig met {thing}", "Another {n} minutes spent on {thing}"),
    ("Tevreden over {thing} in {place}", "Happy with {thing} in {place}"),
)
SAID: tuple[Pair, ...] = (
    ("U wacht {n} minuten op {thing}.", "You wait {n} minutes for {thing}."),
    (
        "In {place} kreeg u {m} keer een ander antwoord over {thing}.",
        "In {place} you were given {m} different answers about {thing}.",
    ),
    ("Sinds {month} werkt {thing} anders dan u gewend was.", "Since {month} {thing} has changed."),
    (
        "U moest {m} keer uw gegevens geven voordat iemand naar {thing} keek.",
        "You gave your details {m} times before anyone looked at {thing}.",
    ),
    ("Dat kost u elke maand {n} minuten.", "That costs you {n} minutes every month."),
    (
        "U wilt vooraf weten hoe lang {thing} duurt en wie u daarna belt.",
        "You want to know beforehand how long {thing} takes and who rings you after.",
    ),
    ("Wie slecht ziet, komt er niet uit.", "People with poor eyesight can't manage it."),
)
DID: tuple[Pair, ...] = (
    (
        "Sinds {month} kijken {n} collega’s extra naar {thing}.",
        "Since {month}, {n} more colleagues have been looking after {thing}.",
    ),
    (
        "De wachttijd in {place} zakte van {n} naar {m} minuten.",
        "The wait in {place} fell from {n} to {m} minutes.",
    ),
    ("U ziet nu meteen hoe ver {thing} is.", "You can now see how far {thing} has come."),
    ("Kostte dit u geld? Dan hebt u dat terug.", "If this cost you money, we paid it back."),
    (
        "Wij hebben {n} van de {n}{m} stappen weggehaald.",
        "We have taken away {n} of the {n}{m} steps.",
    ),
    ("Ook in {place} werkt het nu zo.", "It now works this way in {place} too."),
)
DOING: tuple[Pair, ...] = (
    ("Wij bouwen {thing} om, te beginnen in {place}.", "We rebuild {thing}, {place} first."),
    ("Eerst testen {n} leden van het klantenpanel mee.", "First, {n} panel members test it."),
    (
        "Daarna volgen de andere {m} plaatsen, één per week.",
        "The other {m} places follow, one a week.",
    ),
    (
        "Het oude systeem verdwijnt in {month}, want twee naast elkaar geeft fouten.",
        "The old system goes in {month}, as two side by side lead to mistakes.",
    ),
)
NEWS: tuple[Pair, ...] = (
    ("De proef in {place} is klaar: {n} klanten deden mee.", "{n} customers tried it in {place}."),
    (
        "Het duurt langer: {thing} bleek aan {m} andere systemen vast te zitten.",
        "It takes longer: {thing} turned out to depend on {m} other systems.",
    ),
    ("Op {n} van de {n}{m} plekken werkt het.", "It works in {n} of {n}{m} places."),
    ("De rest volgt na {month}.", "The rest follows after {month}."),
)
WHY: tuple[Pair, ...] = (
    (
        "Het zou {n} euro per klant kosten, en {m} op de honderd zouden het gebruiken.",
        "It would cost {n} euros a customer, and {m} in a hundred would use it.",
    ),
    ("De wet vraagt dit van elke bank.", "The law asks this of every bank."),
    (
        "Wij zetten die {n} mensen liever in waar veel meer klanten het merken.",
        "We would rather have those {n} people where far more customers notice.",
    ),
    ("Bij {thing} gaat zekerheid voor snelheid.", "With {thing}, certainty comes before speed."),
)
INSTEAD: tuple[Pair, ...] = (
    ("Bellen kan elke werkdag tot {m} uur ’s avonds.", "You can ring until {m} every evening."),
    ("In {place} helpt een collega u met {thing}.", "A colleague in {place} helps with {thing}."),
)
UNMEASURED: tuple[Pair, ...] = (
    ("Over {thing} vragen wij nog niets.", "We don't ask about {thing} yet."),
    ("In {place} vulden te weinig mensen iets in.", "Too few people answered in {place}."),
)
WRONG: tuple[Pair, ...] = (
    ("Wij schreven {n}, maar het waren er {n}{m}.", "We wrote {n}, but it was {n}{m}."),
)
MARKED: tuple[Pair, ...] = (
    ("Let op: dit geldt **alleen voor {thing}**.", "Mind: this holds **only for {thing}**."),
    (
        "[Zo werkt het](https://www.example.org/hulp/{n}/) staat op onze site.",
        "[How it works](https://www.example.org/help/{n}/) is on our own site.",
    ),
    (
        "Dit verandert:\n\n- {thing} is er sneller\n- u hoort het binnen *{m}* dagen",
        "What changes:\n\n- {thing} is quicker\n- you hear from us within *{m}* days",
    ),
    (
        "Een klant zei:\n\n> Na {n} minuten gaf ik het op.\n\nDat mag niet gebeuren.",
        "One customer said:\n\n> After {n} minutes I gave up.\n\nThat must not happen.",
    ),
)
"""Sentences with Markdown in them; about one text in five has one."""
