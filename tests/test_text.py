"""Sentences, roles, duplicates, language and web pages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import InputTypeError, InputValueError
from classifier.records import Role
from classifier.sentences import MAX_SENTENCE_CHARS, word_set
from classifier.text import Page, Sentence, detect_language, read_html, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


def check_offsets(text: str, sentences: list[Sentence]) -> None:
    """What holds for every text: exact, stripped, ordered, apart, and complete."""
    position = 0
    for index, sentence in enumerate(sentences):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.start >= position
        assert not text[position : sentence.start].strip()
        assert sentence.duplicate_of is None or 0 <= sentence.duplicate_of < index
        assert len(sentence.text) <= MAX_SENTENCE_CHARS
        position = sentence.end
    assert not text[position:].strip()


# --- Sentences -------------------------------------------------------------------------------------------

SPLITS = [
    # Each item is the list of sentences; joined by one blank they are the text.
    ["The U.S. Senate voted on Friday.", "The U.K. will follow."],
    ["He flew back to the U.S.", "The court had ruled by then."],
    ["Norland Inc. sued its rival.", "It lost."],
    ["They sold it to Norland Inc.", "The price was not given."],
    ["Mr. Okafor met Gov. Lindqvist, Sen. Ruiz and Rep. Ann Moe in St. Albans."],
    ["Lt. Col. Baker (R-Calif.) Agreed With Dr. Moe."],
    ["The plant was No. 5 on the list of Jan. 3, 2020.", "No.", "It was not."],
    ["J. R. Marsh and K. Moe resigned.", "Nobody was surprised."],
    ["It rose 3.5 percent to $4.20.", "Then it fell by .5 points."],
    ["Revenue was $1.2 bn in 2019.", "300 people were hired."],
    ["The shop opens at 5 p.m. Monday.", "It closes at 9 p.m.", "The bar stays open."],
    ["Ask Norland Co., Ltd. about it.", "They know."],
    ["Yahoo! Inc. shares fell.", "Why?", "Nobody knows!"],
    ['"It is unfair."', "She left the room."],
    ['"Is it fair?" Ms Moe asked.', '"No," he said.'],
    ["“We are done.”", "He walked out.", "‘Really?’", "‘Yes.’"],
    ['He called it "a disgrace.', "Nobody answered.", 'Then he "left the room.'],
    ["The bank (which is Norway's biggest.) declined.", "(It had agreed before.)", "Then it fell."],
    ["They came; she left: it was over."],
    ["No... it was not.", "Well…", "That was that."],
    ["Plan B.", "He had none."],
    ["Node.js and example.com went down.", "They are back."],
    ["Sales fell.[1]", "They rose again.[12]", "Good."],
    ["Talks Between the U.S. And Norland Stall Over Trade Deal"],
    ["the deal is off.", "nobody will sign it."],
    ["The new iPhone sells well.", "iPhone sales rose.", "eBay gained."],
    ["1. Buy the shares.", "2. Sell the bonds."],
    ["The firm left the EU.", "U.S. firms stayed."],
    ["Это решение правительства.", "Оно вступит в силу завтра."],
]


@pytest.mark.parametrize("sentences", SPLITS, ids=lambda sentences: sentences[0][:30])
def test_a_line_is_cut_where_sentences_end(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A "golden age".The bank agreed.', ['A "golden age".', "The bank agreed."]),
        ("Shares rose.The rival fell.", ["Shares rose.", "The rival fell."]),
        ('"We won."The rival left.', ['"We won."', "The rival left."]),
        ('He left."We won," she said.', ["He left.", '"We won," she said.']),
        ("Dr.Moe and J.Marsh run Mail.Com from www.Moe.Example today.", None),
        ('"We won. " The rival left.', ['"We won. "', "The rival left."]),
        ("“We won. ” The rival left.", ["“We won. ”", "The rival left."]),
        ("政府は罰金を科した。会社は控訴する。", ["政府は罰金を科した。", "会社は控訴する。"]),
        ("Great!🚀 Up it goes. 🚀 Down it comes.", ["Great!", "🚀 Up it goes.", "🚀 Down it comes."]),
        ("... And then it ended.", None),
    ],
)
def test_sentences_without_a_plain_blank_between(text: str, expected: list[str] | None) -> None:
    assert texts(text) == (expected or [text])


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_a_line_break_ends_a_sentence(line_break: str) -> None:
    text = f"Norland fined{line_break}The court fined Norland.{line_break}- one item{line_break}- another item"
    assert texts(text) == ["Norland fined", "The court fined Norland.", "- one item", "- another item"]
    check_offsets(text, split(text))


def test_a_hard_wrapped_paragraph_is_joined() -> None:
    text = (
        "Norland To Close Its Northern Plant\n"
        "The company said on Tuesday that it would close the plant in the far\n"
        "north of the country, where it employs some four hundred people. The\n"
        "Labour Ministry called the step a betrayal of the region, and asked for\n"
        "talks.\n"
        "\n"
        "Nobody answered."
    )
    assert texts(text) == [
        "Norland To Close Its Northern Plant",
        "The company said on Tuesday that it would close the plant in the far\n"
        "north of the country, where it employs some four hundred people.",
        "The\nLabour Ministry called the step a betrayal of the region, and asked for\ntalks.",
        "Nobody answered.",
    ]
    check_offsets(text, split(text))


@pytest.mark.parametrize(
    "text",
    [
        "The first paragraph is a full sentence that runs on for a good while.\nAnother one stands below it.",
        "- the first item is rather long and would fill the whole line by itself\n- the second item is short",
        "roses are red\nviolets are blue\nsugar is sweet",
        "A line of this length is far beyond what any program wraps its lines at, as it has more than a "
        "hundred characters\nand goes on here",
    ],
)
def test_other_lines_stay_apart(text: str) -> None:
    assert texts(text) == text.split("\n")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_offsets_of_any_text(text: str) -> None:
    check_offsets(text, split(text))


WORDS = sorted(
    word_set('. ?! ... " ” ’ ( ) - Mr. U.S. Inc. The Acme acme 1. said Related By © 。 שלום مرحبا. 😀 e\u0301')
)
PIECES = [" ", "\n", "\r\n", "\u2028", "\xa0", "\ufeff", "\x00", "\ud83d", "- ", "word " * 13, "Photo:"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS + PIECES), max_size=60).map("".join))
def test_offsets_of_hostile_text(text: str) -> None:
    check_offsets(text, split(text))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 0x10FFFF).map(chr), max_size=80).map("".join))  # lone surrogates too
def test_offsets_and_language_of_any_code_points(text: str) -> None:
    check_offsets(text, split(text))
    assert len(detect_language(text)) == 2


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        ".",
        '"',
        "( a ",
        "!#",
        'Ab."Ba',
        "By Aa ",
        "photo by ",
        "Aa\x00",
        "\ud800",
        "“a b c d e, ",
        "Mr. ",
        " " * 9 + ".",
    ],
)
def test_long_lines_take_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    check_offsets(text, split(text))
    assert detect_language(text)


@pytest.mark.parametrize(
    "lines", ["Related\nAcme Title Here\n", '"Go on. Do it."\n', "word " * 14 + "\n", "We can do this now.\n"]
)
def test_many_lines_take_linear_time(lines: str) -> None:
    text = "The court fined Norland.\n" + lines * (100_000 // len(lines))
    check_offsets(text, split(text))


def test_a_sentence_beyond_all_measure_is_cut_at_a_blank() -> None:
    text = "word " * 3_000
    sentences = split(text)
    assert len(sentences) > 1
    assert all(sentence.text.endswith("word") for sentence in sentences)
    check_offsets(text, sentences)


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\u2003\xa0"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split(text) == []


# --- Roles -----------------------------------------------------------------------------------------------

BODY = [
    "The regulator in Oslo fined Norland on Tuesday for selling the data of its customers abroad.",
    "Norland said that it would appeal against the fine, which is the largest that Oslo ever imposed.",
    'Its chairwoman, Ida Moe, told the Courier that the fine was "a political act".',
    "The regulator rejected that. Oslo had warned Norland three times since the spring, it said.",
    "Shares of Norland fell by four percent in Oslo, and Ida Moe cancelled a visit to the regulator.",
]


def role_of(text: str, sentence: str) -> Role:
    (found,) = {item.role for item in split(text) if item.text == sentence}
    return found


def page(*lines: str) -> str:
    return "\n\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "Brussels fined Acme Corp.",
        "Did Brussels fine Acme?",
        "The fine is unfair. Norland will appeal. Nobody else will.",
        "Read the ruling, said the judge, and then sign up for a course in law.",
        "Follow the money. Share prices fell. Related companies fell too.",
        "Photo by photo, the album tells how the plant was built.",
        "By Monday the plant will be closed.",
        "Comments by the minister angered Norland. We welcome the ruling, said Ida Moe.",
        "Copyright holders sued Norland over its search engine.",
        "This article of the treaty was never applied to Norland.",
        page(*BODY),
        "\n".join(BODY),
        " ".join(BODY),
    ],
)
def test_plain_text_is_body(text: str) -> None:
    assert {sentence.role for sentence in split(text)} == {Role.BODY}


@pytest.mark.parametrize(
    "headline",
    [
        "Oslo fines Norland over data",
        "Norland Fined in the U.S.",
        "Is Norland Too Big to Fine?",
        "'A political act': Norland to fight fine",
        "挪威罚款",
    ],
)
def test_leading_lines_without_a_full_stop_are_headlines(headline: str) -> None:
    roles = [sentence.role for sentence in split(page(headline, *BODY))]
    assert roles[0] is Role.HEADLINE
    assert set(roles[1:]) == {Role.BODY}


def test_headlines_may_be_several_with_a_byline_between_and_be_repeated_below() -> None:
    headline, kicker = "Oslo Fines Norland", "Largest Fine Ever Imposed by the Regulator"
    sentences = split(page(headline, "By Ola Nordmann and Kari Vik", kicker, *BODY[:2], headline, *BODY[2:]))
    assert [sentence.role for sentence in sentences[:3]] == [Role.HEADLINE, Role.BOILERPLATE, Role.HEADLINE]
    repeated = [sentence for sentence in sentences[3:] if sentence.role is Role.HEADLINE]
    assert [(sentence.text, sentence.duplicate_of) for sentence in repeated] == [(headline, 0)]


def test_a_list_is_not_a_stack_of_headlines() -> None:
    lines = ["What we know", *(f"Point {n} of the ruling" for n in "abcdefgh")]
    assert [sentence.role for sentence in split(page(*lines, *BODY))][:3] == [
        Role.HEADLINE,
        Role.BODY,
        Role.BODY,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Read more: Five things to know about Norland",
        "SEE ALSO: How Oslo was won",
        "Share this article",
        "Follow us on Twitter and Facebook",
        "Sign up for our newsletter to get the day's ruling in your inbox.",
        "© 2020 The Northern Courier",
        "Copyright 2020 The Northern Courier. All rights reserved.",
        "This site uses cookies to give you a better experience.",
        "Comments are moderated before they appear.",
        "Photo: The plant in the north (Courier/Kari Vik)",
        "Image copyright Kari Vik",
        "The plant in the far north (Photo: Kari Vik)",
        "By Ola Nordmann, Business Editor",
        "Published 3 March 2020 at 10:15",
        "March 3, 2020",
        "2020-03-03T10:15:00Z",
        "Reporting by Ola Nordmann; editing by Kari Vik",
        "5 min read",
        "* * *",
        "Click here for the full ruling.",
        "This article was originally published in The Northern Courier.",
    ],
)
def test_furniture_is_boilerplate_wherever_it_stands(line: str) -> None:
    for place in (0, 2, len(BODY)):
        text = page(*BODY[:place], line, *BODY[place:])
        found = {sentence.text: sentence.role for sentence in split(text)}
        in_line = {role for sentence, role in found.items() if sentence in line}
        assert in_line == {Role.BOILERPLATE}
        assert {role for sentence, role in found.items() if sentence not in line} == {Role.BODY}


def test_a_notice_within_a_paragraph_is_boilerplate_alone() -> None:
    text = f"{BODY[0]} Sign up for our newsletter. {BODY[1]}"
    assert [sentence.role for sentence in split(text)] == [Role.BODY, Role.BOILERPLATE, Role.BODY]


def test_a_notice_followed_by_marks_alone_is_boilerplate() -> None:
    assert [sentence.role for sentence in split("Click here" + ' "' * 9)] == [Role.BOILERPLATE]


def test_a_sentence_glued_to_a_notice_stays_body() -> None:
    text = "SIGN UP FOR OUR NEWSLETTER The regulator in Oslo fined Norland on Tuesday for selling data."
    assert [sentence.role for sentence in split(text)] == [Role.BODY]


@pytest.mark.parametrize("label", ["Related Stories", "Recommended News:", "More from The Courier", "2 Comments"])
def test_everything_behind_an_end_label_is_boilerplate(label: str) -> None:
    tail = [
        label,
        "Vik Wins Northern Seat",
        "The race was close. It took all night to count.",
        "Have a good day.",
    ]
    sentences = split(page("Oslo Fines Norland", *BODY, *tail))
    assert [sentence.role for sentence in sentences[-5:]] == [Role.BOILERPLATE] * 5
    assert {sentence.role for sentence in sentences[1:-5]} == {Role.BODY}


def test_a_box_of_links_within_the_article_does_not_end_it() -> None:
    text = page(*BODY, *BODY[:2], "Related Stories", "Vik Wins Northern Seat", "Ferry Line Closes", BODY[3], BODY[4])
    assert role_of(text, "Related Stories") is Role.BOILERPLATE
    assert role_of(text, "Ferry Line Closes") is Role.BOILERPLATE
    assert role_of(text, BODY[4]) is Role.BODY


TEASER_TITLE = "Today at the Harbour: more delays as Ferry Workers begin another strike"
TEASER = "Crews will walk out at noon unless Captain Dahl raises wages. Passengers for Kirkholm must wait."


def test_a_teaser_for_another_story_is_boilerplate() -> None:
    text = page(*BODY[:3], f"{TEASER_TITLE}\n{TEASER}", *BODY[3:])
    teaser = [sentence for sentence in split(text) if sentence.text in TEASER or sentence.text == TEASER_TITLE]
    assert [sentence.role for sentence in teaser] == [Role.BOILERPLATE] * 3
    assert {sentence.role for sentence in split(text) if sentence not in teaser} == {Role.BODY}


@pytest.mark.parametrize(
    ("title", "paragraph"),
    [
        ("Why Norland and Oslo Fell Out Over Data", TEASER),  # a name of the article
        ("Harbour Delays", TEASER),  # short: a cross-head
        (
            TEASER_TITLE,
            "Crews will walk out at noon unless Norland raises wages. Passengers were told to wait.",
        ),
        (TEASER_TITLE, "Nobody noticed."),  # too little to compare
    ],
)
def test_a_section_of_the_article_is_no_teaser(title: str, paragraph: str) -> None:
    text = page(*BODY[:3], title, paragraph, *BODY[3:])
    assert {sentence.role for sentence in split(text)} == {Role.BODY}


def test_a_roundup_of_unlike_stories_is_body() -> None:
    sections = [
        line
        for name in ("Ahlberg", "Bjork", "Carlsen", "Dreyer")
        for line in (
            f"Court Clears {name} Group Over Its Old Harbour Lease",
            f"The {name} family welcomed what judges said about leases, tides and quays at {name} Bay.",
        )
    ]
    assert {sentence.role for sentence in split(page(*BODY[:3], *sections, *BODY[3:]))} == {Role.BODY}


def test_the_author_is_introduced_in_boilerplate_unless_the_article_is_about_him() -> None:
    biography = "Ola Nordmann is a business reporter at The Northern Courier."
    assert role_of(page(*BODY, biography), biography) is Role.BOILERPLATE
    assert role_of(page("Nordmann sued the regulator.", *BODY, biography), biography) is Role.BODY
    assert role_of(biography, biography) is Role.BODY


# --- Duplicates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo Fines Norland\n\nOslo fines Norland\n\nIt will appeal.", [None, 0, None]),
        ('"We shall build more plants". We shall build more plants.', [None, 0]),
        ("“We’ll  build, more plants!” We'll build more plants.", [None, 0]),
        ('"No court can ever stop us now", Moe said. No court can ever stop us now.', [None, 0]),
        (
            'Moe said: "Listen. No court can ever stop us. It is over." No court can ever stop us.',
            [None, None, None, 1],
        ),
        ('She said "I doubt that we can ever win this case". We can ever win this case.', [None, None]),
        ('She said "we can ever win this case if they lie". We can ever win this case.', [None, None]),
        ('"They may go on", she said. They may go on.', [None, None]),  # four words
        ("Yes. Yes. No way. No way.", [None] * 4),
        ("Nobody at all knew. Nobody at all knew. Nobody at all knew.", [None, 0, 0]),
        ("नमस्ते दुनिया कैसी है। नमस्ते दुनिया कैसे हैं।", [None, None]),  # they differ in vowel signs alone
    ],
)
def test_duplicates_name_the_earliest_sentence(text: str, expected: list[int | None]) -> None:
    assert [sentence.duplicate_of for sentence in split(text)] == expected


# --- Language --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        (" \n", "en"),
        ("12345 67 %", "en"),
        ("Bonjour", "en"),  # too short to tell
        ("\ud800\udfff", "en"),
        (" ".join(BODY), "en"),
        ("Tata Motors, Bajaj Auto surge; Ranbaxy slumps", "en"),
        ("Bundesbank, Deutsche Telekom and Volkswagen at odds", "en"),
        ("Die Aufsicht in Oslo verhängte am Dienstag eine Geldbuße gegen den Konzern.", "de"),
        ("Le régulateur a infligé mardi une amende au groupe pour la vente de données.", "fr"),
        ("Regulator nałożył we wtorek grzywnę na spółkę za sprzedaż danych klientów.", "pl"),
        ("Регулятор оштрафовал компанию.", "ru"),
        ("监管机构周二对该公司处以罚款。", "zh"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_language_of_a_long_text_is_judged_by_a_sample() -> None:
    assert detect_language("Die Aufsicht verhängte eine Geldbuße gegen den Konzern. " * 20_000) == "de"


def test_english_prose_needs_no_language_model() -> None:
    code = (
        "import sys, py3langid.langid; from classifier.text import detect_language;"
        "detect_language(sys.argv[1]); print(py3langid.langid.IDENTIFIER)"
    )
    run = subprocess.run([sys.executable, "-c", code, " ".join(BODY)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "None"


# --- Web pages -------------------------------------------------------------------------------------------

HTML = f"""<!doctype html><html><head><title>Oslo fines Norland | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2020-03-03T10:15:00Z">
<link rel="canonical" href="https://courier.example/norland"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Oslo fines Norland</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in BODY)}</article>
<footer>© 2020 The Courier</footer></body></html>"""


def test_read_html_returns_the_article() -> None:
    found = read_html(HTML)
    assert found == Page(
        text="\n".join(["Oslo fines Norland", *BODY]),
        title="Oslo fines Norland",
        date="2020-03-03",
        source="The Courier",
        url="https://courier.example/norland",
    )


@pytest.mark.parametrize("text", ["Brussels fined Acme Corp.", "a < b > c", "<Acme> or <jane@acme.example>", "", "<3"])
def test_read_html_leaves_plain_text_as_it_is(text: str) -> None:
    assert read_html(text) == Page(text)


@pytest.mark.parametrize(
    "html", ["<p>Brussels fined Acme.</p>", "<p>Brussels\x00 fined\ud800 Acme.", "Brussels<br>fined Acme."]
)
def test_read_html_reads_fragments(html: str) -> None:
    assert read_html(html).text.split() == ["Brussels", "fined", "Acme."]


@pytest.mark.parametrize("html", ["<p></p>", "<html><body><script>var a = 1;</script></body></html>"])
def test_read_html_without_an_article(html: str) -> None:
    with pytest.raises(InputValueError, match="no article text found"):
        read_html(html)


def test_read_html_takes_a_str_alone() -> None:
    with pytest.raises(InputTypeError, match="must be a str, got bytes"):
        read_html(HTML.encode())  # type: ignore[arg-type]


@pytest.mark.parametrize("glued", ["Huawei lied.EU officials left.", "It was angry.U.S. officials were not."])
def test_a_sentence_glued_to_an_acronym_is_cut(glued: str) -> None:
    assert len(split(glued)) == 2


def test_a_teaser_takes_no_sentence_from_the_article() -> None:
    lie = "Huawei lied to Brussels for years."
    text = f"Norland Fines Huawei\n\nNorland has fined Huawei again.\n\nRead more: {lie}\n\n{lie}"
    sentences = [sentence for sentence in split(text) if "lied" in sentence.text]
    assert sentences[-1].role is Role.BODY
    assert sentences[-1].duplicate_of is None


def test_a_row_of_share_buttons_is_furniture() -> None:
    text = "Norland Fines Huawei\n\nFacebook Twitter WhatsApp\n\nNorland has fined Huawei again, it said."
    assert [sentence.role for sentence in split(text)] == [Role.HEADLINE, Role.BOILERPLATE, Role.BODY]


def test_a_smaller_than_sign_is_no_tag() -> None:
    text = "Profit <b 5 percent. Apple lied to Brussels."
    assert read_html(text).text == text
